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
	var busy busy
	flag.DurationVar(&busy.burn, "burn", 0, "processor time that an answer takes")
	flag.BoolVar(&busy.alone, "alone", false, "answer one request at a time")
	udp := flag.Bool("udp", false, "also acknowledge datagrams")
	pause := flag.Bool("pause", false, "only wait: the sandbox of a pod")
	var faults faults
	flag.Float64Var(&faults.errors, "errors", 0, "share of the requests that are answered with status 500")
	flag.Float64Var(&faults.slow, "slow", 0, "share of the requests that are answered later")
	flag.DurationVar(&faults.slowBy, "slow-by", 500*time.Millisecond, "how much later")
	flag.Float64Var(&faults.most, "overload", 0, "requests per second above which the rest is answered with status 500; 0: any number is fine")
	crashAfter := flag.Duration("crash-after", 0, "end with code 1 after this time; 0: never")
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
	if *crashAfter > 0 {
		time.AfterFunc(*crashAfter, func() { os.Exit(1) })
	}
	metrics := newMetrics()
	go metrics.serve()
	server := serve(*version, *work, &busy, &faults, metrics)
	<-ended
	if !*drop {
		finish(server)
	}
}
