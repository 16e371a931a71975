package main

import (
	"log"
	"net"
)

// echo answers every datagram with itself and the version.
func echo(version string) {
	conn, err := net.ListenPacket("udp", ":53")
	if err != nil {
		log.Fatal(err)
	}
	buffer := make([]byte, 1500)
	for {
		n, from, err := conn.ReadFrom(buffer)
		if err != nil {
			log.Fatal(err)
		}
		answer := append(append([]byte{}, buffer[:n]...), (" " + version)...)
		if _, err := conn.WriteTo(answer, from); err != nil {
			log.Print(err)
		}
	}
}
