package main

import (
	"bufio"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// request opens a connection, asks once and reads to its end.
func (c client) request() (string, error) {
	conn, err := c.dial("tcp")
	if err != nil {
		return "", err
	}
	defer conn.Close()
	return c.ask(conn, bufio.NewReader(conn), "close")
}

// requestSecurely does the same with TLS. The certificates of the apps are their own.
func (c client) requestSecurely() (string, error) {
	plain, err := c.dial("tcp")
	if err != nil {
		return "", err
	}
	defer plain.Close()
	conn := tls.Client(plain, &tls.Config{ServerName: c.serverName, InsecureSkipVerify: true})
	return c.ask(conn, bufio.NewReader(conn), "close")
}

// keepAlive sends requests on one connection. When the server announces its end, the next request opens a new one, as
// every HTTP client does; that is no loss. An error is one.
func (c client) keepAlive(rate float64) {
	var conn net.Conn
	var reader *bufio.Reader
	drop := func() {
		if conn != nil {
			conn.Close()
		}
		conn = nil
	}
	defer drop()
	c.paced(rate, func() bool {
		began := time.Now()
		if conn != nil && ended(conn, reader) {
			drop()
		}
		c.counts.begin()
		var err error
		if conn == nil {
			if conn, err = c.dial("tcp"); err != nil {
				conn = nil
				c.counts.end("", err, 0)
				return true
			}
			reader = bufio.NewReader(conn)
		}
		version, err := c.ask(conn, reader, "keep-alive")
		c.counts.end(strings.TrimSuffix(version, closing), err, time.Since(began))
		if err != nil || strings.HasSuffix(version, closing) {
			drop()
		}
		return true
	})
}

const closing = " (closing)"

// ended tells whether the server has closed an idle connection.
func ended(conn net.Conn, reader *bufio.Reader) bool {
	conn.SetReadDeadline(time.Now().Add(time.Millisecond))
	_, err := reader.Peek(1)
	return err == io.EOF
}

func (c client) dial(network string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: c.timeout}
	if network == "tcp" {
		dialer.LocalAddr = &net.TCPAddr{IP: net.ParseIP(c.source), Port: c.port}
	} else {
		dialer.LocalAddr = &net.UDPAddr{IP: net.ParseIP(c.source)}
	}
	return dialer.Dial(network, c.target)
}

// ask sends one request and gives the version that the whole answer names.
func (c client) ask(conn net.Conn, reader *bufio.Reader, connection string) (string, error) {
	conn.SetDeadline(time.Now().Add(c.timeout))
	if _, err := fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: test\r\nConnection: %s\r\n\r\n", connection); err != nil {
		return "", err
	}
	response, err := http.ReadResponse(reader, nil)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return "", err
	}
	isError := c.errorsApart && response.StatusCode >= http.StatusInternalServerError
	if response.StatusCode != http.StatusOK && !isError {
		return "", fmt.Errorf("status %d", response.StatusCode)
	}
	version, err := c.named(string(body))
	if err != nil {
		return "", err
	}
	if isError {
		return "", serverError{version}
	}
	if response.Close && connection == "keep-alive" {
		version += closing
	}
	return version, nil
}

// serverError is an answer with status 5xx: the connection was not lost, but its user met an error.
type serverError struct{ version string }

func (e serverError) Error() string { return "answered with an error by " + e.version }

// named gives the version of an answer.
func (c client) named(answer string) (string, error) {
	if c.versions == nil {
		return strings.TrimSpace(answer), nil
	}
	for _, version := range c.versions {
		if strings.Contains(answer, version) {
			return version, nil
		}
	}
	return "", errors.New("answered by another version")
}
