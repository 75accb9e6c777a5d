package nodeport

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"syscall"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/tools/record"
)

// retryEvery is how long a node port that could not be opened is left alone.
const retryEvery = 15 * time.Second

// unavailableReason is the reason of the event on a Service whose node port cannot be opened.
const unavailableReason = "SandboxPortUnavailable"

// board holds the open node ports. It is used by one goroutine; only the targets of its doors are read by others.
type board struct {
	endpoints func(namespace, service, port string) []string
	pods      podGetter
	recorder  record.EventRecorder
	doors     map[int32]*door
	retry     map[int32]time.Time // when to try again, by node port
}

// door is one open node port.
type door struct {
	server *http.Server
	target atomic.Pointer[target]
}

// update opens and closes node ports so that exactly those with ready endpoints answer. It returns the time at which
// it wants to be called again because a port could not be opened, or zero.
func (b *board) update(services []*corev1.Service) (retryAt time.Time) {
	wanted := targets(services)
	for port, t := range wanted {
		if len(b.endpoints(t.service.Namespace, t.service.Name, t.portName)) == 0 {
			delete(wanted, port)
		}
	}
	for port, d := range b.doors {
		if _, ok := wanted[port]; !ok {
			_ = d.server.Close()
			delete(b.doors, port)
		}
	}
	for port := range b.retry {
		if _, ok := wanted[port]; !ok {
			delete(b.retry, port)
		}
	}
	for port, t := range wanted {
		if d := b.doors[port]; d != nil {
			d.target.Store(&t)
			continue
		}
		if time.Now().After(b.retry[port]) {
			b.open(port, t)
		}
		if at := b.retry[port]; !at.IsZero() && (retryAt.IsZero() || at.Before(retryAt)) {
			retryAt = at
		}
	}
	return retryAt
}

// open starts to answer on a node port, or tells the Service why not and notes when to try again.
func (b *board) open(port int32, t target) {
	listener, err := net.Listen("tcp4", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		why := err.Error()
		if errors.Is(err, syscall.EADDRINUSE) {
			why = "another program on this computer is using it"
		}
		b.recorder.Eventf(t.service, corev1.EventTypeWarning, unavailableReason,
			"cannot listen on 127.0.0.1:%d: %s; trying again every %d s", port, why, int(retryEvery.Seconds()))
		b.retry[port] = time.Now().Add(retryEvery)
		return
	}
	delete(b.retry, port)
	d := &door{}
	d.target.Store(&t)
	d.server = newServer(&responder{port: port, target: d.target.Load, endpoints: b.endpoints, pods: b.pods})
	b.doors[port] = d
	go func() { _ = d.server.Serve(listener) }() // ends with ErrServerClosed when the door is closed
}

func (b *board) closeAll() {
	for _, d := range b.doors {
		_ = d.server.Close()
	}
}
