package main

import (
	"fmt"
	"log"
	"sync"
	"time"
)

// client is the load from one source address.
type client struct {
	target  string
	source  string
	rate    float64
	workers int
	timeout time.Duration
	// What each version says: the answer is its name, or contains it. Empty: each answer is a version.
	versions []string
	// Whether an answer with status 5xx is an error of its version. Otherwise its connection is lost.
	errorsApart bool
	// The name that a TLS client asks for.
	serverName string
	// Whether each connection gets its port here, so that it is known also where the connection fails.
	nameLost bool
	// The source port of the next connection; 0: the kernel chooses it.
	port   int
	counts *counts
	stop   chan struct{}
}

func (c client) mode(name string) func() {
	switch name {
	case "connect":
		return func() { c.connectAll(client.request) }
	case "tls":
		return func() { c.connectAll(client.requestSecurely) }
	case "flows":
		return func() { c.connectAll(client.flow) }
	case "keepalive":
		return func() { c.eachWorker(c.keepAlive) }
	case "udp":
		return func() { c.eachWorker(c.datagrams) }
	}
	log.Fatalf("-mode: %s is none of connect, tls, keepalive, udp, flows", name)
	return nil
}

// connectAll begins connections at the wanted rate, however long each takes: a slow answer must not lower the load.
func (c client) connectAll(connect func(client) (string, error)) {
	var open sync.WaitGroup
	c.paced(c.rate, func() bool {
		c.counts.begin()
		if c.nameLost {
			c.port = nextPort(c.port)
		}
		one := c
		open.Go(func() {
			began := time.Now()
			version, err := connect(one)
			c.counts.end(version, err, time.Since(began))
			if err != nil && c.nameLost {
				c.counts.lostFrom(fmt.Sprintf("%s:%d", one.source, one.port))
			}
		})
		return true
	})
	open.Wait()
}

// nextPort goes round ports in an order in which each comes again as late as possible.
func nextPort(port int) int {
	const first, last = 20_000, 60_000
	if port < first || port >= last {
		return first
	}
	return port + 1
}

func (c client) eachWorker(work func(rate float64)) {
	var workers sync.WaitGroup
	for range c.workers {
		workers.Go(func() { work(c.rate / float64(c.workers)) })
	}
	workers.Wait()
}

// paced calls step at the given rate until the load is stopped or step says so. A pause of the machine is not made up
// for: a burst would be a load of its own.
func (c client) paced(rate float64, step func() bool) {
	ticker := time.NewTicker(time.Duration(float64(time.Second) / rate))
	defer ticker.Stop()
	for {
		select {
		case <-c.stop:
			return
		case <-ticker.C:
			if !step() {
				return
			}
		}
	}
}
