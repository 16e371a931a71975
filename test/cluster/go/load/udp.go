package main

import (
	"fmt"
	"net"
	"strings"
	"sync"
	"time"
)

// datagrams sends from one socket for the whole run, as a long-lived client does. The way there alone is counted: what
// arrives is acknowledged to another socket. The sending never waits.
func (c client) datagrams(rate float64) {
	conn, err := c.dial("udp")
	if err != nil {
		c.counts.begin()
		c.counts.end("", err, 0)
		return
	}
	defer conn.Close()
	acknowledged, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.ParseIP(c.source)})
	if err != nil {
		c.counts.begin()
		c.counts.end("", err, 0)
		return
	}
	defer acknowledged.Close()
	sent := sync.Map{}
	var reading sync.WaitGroup
	reading.Go(func() { c.acknowledgements(acknowledged, &sent) })
	late := int(rate * c.timeout.Seconds())
	var number int
	c.paced(rate, func() bool {
		number++
		name := fmt.Sprint(number)
		c.counts.begin()
		sent.Store(name, time.Now())
		if _, err := fmt.Fprintf(conn, "%s %s", name, acknowledged.LocalAddr()); err != nil {
			sent.Delete(name)
			c.counts.end("", err, 0)
		}
		if _, ok := sent.LoadAndDelete(fmt.Sprint(number - late)); ok {
			c.counts.end("", errUnanswered{}, 0)
		}
		return true
	})
	acknowledged.SetReadDeadline(time.Now().Add(time.Second))
	reading.Wait()
	sent.Range(func(_, _ any) bool {
		c.counts.end("", errUnanswered{}, 0)
		return true
	})
}

// flow sends one datagram from a new socket, and waits for its acknowledgement.
func (c client) flow() (string, error) {
	conn, err := c.dial("udp")
	if err != nil {
		return "", err
	}
	defer conn.Close()
	acknowledged, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.ParseIP(c.source)})
	if err != nil {
		return "", err
	}
	defer acknowledged.Close()
	if _, err := fmt.Fprintf(conn, "1 %s", acknowledged.LocalAddr()); err != nil {
		return "", err
	}
	acknowledged.SetReadDeadline(time.Now().Add(c.timeout))
	buffer := make([]byte, 1500)
	n, err := acknowledged.Read(buffer)
	if err != nil {
		return "", err
	}
	_, version, _ := strings.Cut(string(buffer[:n]), " ")
	return version, nil
}

func (c client) acknowledgements(conn *net.UDPConn, sent *sync.Map) {
	buffer := make([]byte, 1500)
	for {
		n, err := conn.Read(buffer)
		if err != nil {
			return
		}
		name, version, _ := strings.Cut(string(buffer[:n]), " ")
		if began, ok := sent.LoadAndDelete(name); ok {
			c.counts.end(version, nil, time.Since(began.(time.Time)))
		}
	}
}

type errUnanswered struct{}

func (errUnanswered) Error() string { return "did not arrive" }
