package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// counts holds what became of every connection that was begun.
type counts struct {
	sync.Mutex
	Begun int64            `json:"begun"`
	Ok    map[string]int64 `json:"ok"`   // by version
	Lost  map[string]int64 `json:"lost"` // by what happened
	Slow  int64            `json:"slow"` // answered, but after a second or more: a packet was sent again
	// Answers with status 5xx by version, if they count apart from the lost connections.
	Errors map[string]int64 `json:"errors,omitempty"`
	// The sources of the lost connections, if they are asked for.
	LostFrom []string `json:"lostFrom,omitempty"`
}

func newCounts() *counts {
	return &counts{Ok: map[string]int64{}, Lost: map[string]int64{}, Errors: map[string]int64{}}
}

func (c *counts) begin() {
	c.Lock()
	c.Begun++
	c.Unlock()
}

func (c *counts) end(version string, err error, took time.Duration) {
	c.Lock()
	defer c.Unlock()
	var answered serverError
	switch {
	case errors.As(err, &answered):
		c.Errors[answered.version]++
		return
	case err != nil:
		c.Lost[kind(err)]++
		return
	}
	c.Ok[version]++
	if took >= time.Second {
		c.Slow++
	}
}

func (c *counts) lostFrom(source string) {
	c.Lock()
	defer c.Unlock()
	c.LostFrom = append(c.LostFrom, source)
}

func (c *counts) print() {
	c.Lock()
	defer c.Unlock()
	line, err := json.Marshal(c)
	if err != nil {
		panic(err)
	}
	fmt.Fprintf(os.Stdout, "%s\n", line)
}

func kind(err error) string {
	var network net.Error
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "refused"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "reset"
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return "unreachable"
	case errors.Is(err, syscall.EADDRNOTAVAIL), errors.Is(err, syscall.EADDRINUSE):
		return "no source port"
	case errors.As(err, &network) && network.Timeout():
		return "timeout"
	}
	return err.Error()
}
