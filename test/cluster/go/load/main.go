// Sends a paced load from several source addresses to one address, and counts every connection by what answered it.
//
// Prints one line of JSON with all counts so far every 250 ms, and one at once for every line it reads. It ends when its
// standard input does, after the last open connection.
package main

import (
	"bufio"
	"flag"
	"log"
	"os"
	"strings"
	"sync"
	"time"
)

func main() {
	target := flag.String("target", "", "address and port")
	sources := flag.String("sources", "", "source addresses, with commas between")
	rate := flag.Float64("rate", 100, "connections (or requests, or datagrams) a second from each source; at most 450")
	mode := flag.String("mode", "connect", "connect: a new connection each; tls: the same with TLS; keepalive: requests on open ones; udp: datagrams one way from open sockets; flows: one from a new socket each")
	serverName := flag.String("server-name", "", "the name that a TLS client asks for")
	workers := flag.Int("workers", 4, "open connections (or sockets) of each source, in the modes that keep them")
	timeout := flag.Duration("timeout", 20*time.Second, "after this an unanswered connection is lost: a busy machine is slower than one thinks")
	versions := flag.String("versions", "", "names with commas between: an answer is that of the version whose name it contains (default: the whole answer is the name)")
	errorsApart := flag.Bool("errors-apart", false, "count answers with status 5xx by version, and not as lost connections")
	nameLost := flag.Bool("name-lost", false, "in the mode connect: also print the source address and port of each lost connection")
	most := flag.Duration("most", 2*time.Hour, "ends by itself after this time")
	flag.Parse()
	if *rate <= 0 || *rate > 450 {
		log.Fatal("-rate: more than 450 new connections a second from one address lose some by themselves")
	}

	var names []string
	if *versions != "" {
		names = strings.Split(*versions, ",")
	}
	counts := newCounts()
	stop := make(chan struct{})
	var running sync.WaitGroup
	for _, source := range strings.Split(*sources, ",") {
		client := client{*target, source, *rate, *workers, *timeout, names, *errorsApart, *serverName, *nameLost, 0, counts, stop}
		running.Go(client.mode(*mode))
	}
	go reportOnDemand(counts, stop, *most)
	ticker := time.NewTicker(250 * time.Millisecond)
	for done := false; !done; {
		select {
		case <-ticker.C:
			counts.print()
		case <-stop:
			done = true
		}
	}
	running.Wait()
	counts.print()
}

// reportOnDemand answers each line with the counts, and stops the load at the end of the input.
func reportOnDemand(counts *counts, stop chan struct{}, most time.Duration) {
	time.AfterFunc(most, func() { os.Stdin.Close() })
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		counts.print()
	}
	close(stop)
}
