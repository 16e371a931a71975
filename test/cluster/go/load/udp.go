package main

import (
	"fmt"
	"net"
	"strings"
	"sync"
	"time"
)

// datagrams sends from one socket for the whole run, as a long-lived client does, and counts each echo that comes back.
// The sending never waits for an answer.
func (c client) datagrams(rate float64) {
	conn, err := c.dial("udp")
	if err != nil {
		c.counts.begin()
		c.counts.end("", err, 0)
		return
	}
	defer conn.Close()
	sent := sync.Map{}
	var reading sync.WaitGroup
	reading.Go(func() { c.echoes(conn, &sent) })
	var number int
	c.paced(rate, func() bool {
		number++
		name := fmt.Sprint(number)
		c.counts.begin()
		sent.Store(name, time.Now())
		if _, err := conn.Write([]byte(name)); err != nil {
			sent.Delete(name)
			c.counts.end("", err, 0)
		}
		if old, ok := sent.LoadAndDelete(fmt.Sprint(number - int(rate*c.timeout.Seconds()))); ok {
			c.counts.end("", errUnanswered{}, time.Since(old.(time.Time)))
		}
		return true
	})
	conn.SetReadDeadline(time.Now().Add(time.Second))
	reading.Wait()
	sent.Range(func(_, _ any) bool {
		c.counts.end("", errUnanswered{}, 0)
		return true
	})
}

func (c client) echoes(conn net.Conn, sent *sync.Map) {
	buffer := make([]byte, 1500)
	for {
		n, err := conn.Read(buffer)
		if err != nil {
			if network, ok := err.(net.Error); ok && network.Timeout() {
				return
			}
			continue // an ICMP answer to an earlier datagram: that one stays unanswered
		}
		name, version, _ := strings.Cut(string(buffer[:n]), " ")
		if began, ok := sent.LoadAndDelete(name); ok {
			c.counts.end(version, nil, time.Since(began.(time.Time)))
		}
	}
}

type errUnanswered struct{}

func (errUnanswered) Error() string { return "unanswered" }
