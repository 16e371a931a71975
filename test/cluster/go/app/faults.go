package main

import (
	"math/rand/v2"
	"sync"
	"time"
)

// faults is what is wrong with a version.
type faults struct {
	errors float64
	slow   float64
	slowBy time.Duration
	most   float64

	mutex sync.Mutex
	left  float64
	seen  time.Time
}

// The load of a pod varies from second to second, because kube-proxy chooses at random. Only what lasts is an overload.
const tolerated = 2 * time.Second

// delay is how much later this request is answered.
func (f *faults) delay() time.Duration {
	if rand.Float64() < f.slow {
		return f.slowBy
	}
	return 0
}

// fails decides whether this request is answered with an error.
func (f *faults) fails() bool {
	return f.overloaded(time.Now()) || rand.Float64() < f.errors
}

// overloaded takes one token of a bucket that fills at the highest rate.
func (f *faults) overloaded(now time.Time) bool {
	if f.most == 0 {
		return false
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	full := f.most * tolerated.Seconds()
	if f.seen.IsZero() {
		f.left = full
	} else {
		f.left = min(full, f.left+f.most*now.Sub(f.seen).Seconds())
	}
	f.seen = now
	if f.left < 1 {
		return true
	}
	f.left--
	return false
}
