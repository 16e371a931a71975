package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"log"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

var ending atomic.Bool

// serve answers every request with the version, on port 80 and with TLS on port 443. A real app takes a moment; only then can its end cut a request off.
// /healthz is for probes: it is always good, and it is not counted.
func serve(version string, work time.Duration, busy *busy, faults *faults, metrics *metrics) *http.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		began := time.Now()
		if ending.Load() {
			w.Header().Set("Connection", "close")
		}
		busy.work(work + faults.delay())
		code := http.StatusOK
		if faults.fails() {
			code = http.StatusInternalServerError
		}
		// Counted before the answer leaves: a client never knows of a request that the metrics do not have.
		metrics.count(code, time.Since(began))
		w.WriteHeader(code)
		fmt.Fprintln(w, version)
	})
	server := &http.Server{Handler: mux, TLSConfig: &tls.Config{Certificates: []tls.Certificate{ownCertificate()}}}
	listen(":80", server.Serve)
	listen(":443", func(listener net.Listener) error { return server.ServeTLS(listener, "", "") })
	return server
}

func listen(address string, serve func(net.Listener) error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		log.Fatal(err)
	}
	go func() {
		if err := serve(listener); err != http.ErrServerClosed {
			log.Fatal(err)
		}
	}()
}

// finish tells clients that keep their connection to open another one, for as long as a busy client needs to hear it,
// and then lets open requests end. Closing idle connections at once would cross requests on their way.
func finish(server *http.Server) {
	ending.Store(true)
	time.Sleep(2 * time.Second)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		log.Print(err)
	}
}
