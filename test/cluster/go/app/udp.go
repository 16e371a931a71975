package main

import (
	"fmt"
	"log"
	"net"
	"strings"
)

// acknowledge answers every datagram "NUMBER ADDRESS" with its number and the version, from another socket to that
// address: the answer does not come back through the Service, so its loss cannot be taken for that of the datagram.
func acknowledge(version string) {
	arriving, err := net.ListenPacket("udp", ":53")
	if err != nil {
		log.Fatal(err)
	}
	answering, err := net.ListenPacket("udp", ":0")
	if err != nil {
		log.Fatal(err)
	}
	buffer := make([]byte, 1500)
	for {
		n, _, err := arriving.ReadFrom(buffer)
		if err != nil {
			log.Fatal(err)
		}
		number, address, _ := strings.Cut(string(buffer[:n]), " ")
		to, err := net.ResolveUDPAddr("udp", address)
		if err != nil {
			log.Print(err)
			continue
		}
		if _, err := answering.WriteTo(fmt.Appendf(nil, "%s %s", number, version), to); err != nil {
			log.Print(err)
		}
	}
}
