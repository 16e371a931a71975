package main

import (
	"fmt"
	"io"
	"log"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

// The upper bounds of the histogram's buckets, in seconds.
var bounds = []float64{0.025, 0.1, 0.3, 1, 3}

// metrics counts the requests of clients. Probes of the kubelet and scrapes are not among them.
type metrics struct {
	mutex   sync.Mutex
	started time.Time
	// As in a client library, a series exists from its first request on.
	byCode  map[int]uint64
	buckets []uint64 // not cumulative; the last one has no bound
	sum     float64
}

func newMetrics() *metrics {
	return &metrics{started: time.Now(), byCode: map[int]uint64{}, buckets: make([]uint64, len(bounds)+1)}
}

func (m *metrics) count(code int, took time.Duration) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.byCode[code]++
	m.sum += took.Seconds()
	index, _ := slices.BinarySearch(bounds, took.Seconds())
	m.buckets[index]++
}

// write writes all metrics in the text format of Prometheus.
func (m *metrics) write(w io.Writer) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	fmt.Fprintln(w, "# TYPE http_requests_total counter")
	for _, code := range slices.Sorted(maps.Keys(m.byCode)) {
		fmt.Fprintf(w, "http_requests_total{code=\"%d\"} %d\n", code, m.byCode[code])
	}
	fmt.Fprintln(w, "# TYPE http_request_duration_seconds histogram")
	var all uint64
	for index, count := range m.buckets {
		all += count
		fmt.Fprintf(w, "http_request_duration_seconds_bucket{le=\"%s\"} %d\n", bound(index), all)
	}
	fmt.Fprintf(w, "http_request_duration_seconds_sum %g\n", m.sum)
	fmt.Fprintf(w, "http_request_duration_seconds_count %d\n", all)
	fmt.Fprintln(w, "# TYPE process_start_time_seconds gauge")
	fmt.Fprintf(w, "process_start_time_seconds %.2f\n", float64(m.started.UnixMilli())/1000)
}

// serve answers scrapes, on a port that the Service of the app does not have.
func (m *metrics) serve() {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		m.write(w)
	})
	log.Fatal(http.ListenAndServe(":9100", mux))
}

func bound(index int) string {
	if index == len(bounds) {
		return "+Inf"
	}
	return strconv.FormatFloat(bounds[index], 'g', -1, 64)
}
