package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"time"
)

// serve answers every request with the version. A real app takes a moment; only then can its end cut a request off.
func serve(version string, work time.Duration) *http.Server {
	handler := func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(work)
		fmt.Fprintln(w, version)
	}
	server := &http.Server{Addr: ":80", Handler: http.HandlerFunc(handler)}
	go func() {
		if err := server.ListenAndServe(); err != http.ErrServerClosed {
			log.Fatal(err)
		}
	}()
	return server
}

// finish lets open requests end, and tells clients that keep their connection to open another one.
func finish(server *http.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		log.Print(err)
	}
}
