// The apps of the test cluster in one static binary: an HTTP server that says its version, a receiver of datagrams, and a pause.
package main

import (
	"flag"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	version := flag.String("version", "", "what every answer says")
	drop := flag.Bool("drop", false, "end at SIGTERM at once, with requests open; otherwise finish them first")
	work := flag.Duration("work", 5*time.Millisecond, "time an answer takes")
	udp := flag.Bool("udp", false, "also acknowledge datagrams")
	pause := flag.Bool("pause", false, "only wait: the sandbox of a pod")
	flag.Parse()

	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGTERM, syscall.SIGINT)
	if *pause {
		<-ended
		return
	}
	if *udp {
		go acknowledge(*version)
	}
	server := serve(*version, *work)
	<-ended
	if !*drop {
		finish(server)
	}
}
