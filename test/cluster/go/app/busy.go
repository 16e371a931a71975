package main

import (
	"log"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// busy is what an answer costs: processor time, and the turn of others where the app answers one request at a time.
type busy struct {
	burn  time.Duration
	alone bool
	turn  sync.Mutex
}

// work takes as long as an answer does.
func (b *busy) work(wait time.Duration) {
	if b.alone {
		b.turn.Lock()
		defer b.turn.Unlock()
	}
	if b.burn > 0 {
		compute(b.burn)
	}
	time.Sleep(wait)
}

// compute uses so much processor time, however long that takes on a busy machine.
func compute(wanted time.Duration) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for end := used() + wanted; used() < end; {
	}
}

// used is the processor time of this thread.
func used() time.Duration {
	const thread = 1 // RUSAGE_THREAD
	var usage syscall.Rusage
	if err := syscall.Getrusage(thread, &usage); err != nil {
		log.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
