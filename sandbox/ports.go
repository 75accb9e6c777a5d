package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"strconv"
	"syscall"

	utilnet "k8s.io/apimachinery/pkg/util/net"
)

const loopback = "127.0.0.1"

// Free ports are searched below the range that systems give to outgoing connections (32768 and up on Linux), where
// a remembered port would often be taken at the next start.
const (
	searchFrom  = 20000
	searchTo    = 29999
	searchTries = 200
)

// ports are the two TCP ports of a sandbox, as remembered in its data directory.
type ports struct {
	APIServer int `json:"apiserver"`
	Kubelet   int `json:"kubelet"`
}

// claimedPorts are the two ports with the listeners that hold them.
type claimedPorts struct {
	ports
	apiServer net.Listener
	kubelet   net.Listener
}

func (c *claimedPorts) close() {
	_ = c.apiServer.Close()
	_ = c.kubelet.Close()
}

// claimPorts takes the port that was asked for, or else the remembered one, or else a free one; and one for the
// nodes' kubelet in the same way. It remembers both. A port that was asked for and is in use is a failure with
// exitPortInUse; a remembered one that is in use is replaced, since nobody chose it.
func claimPorts(path string, wanted int, avoid utilnet.PortRange) (*claimedPorts, error) {
	known := rememberedPorts(path)
	var c claimedPorts
	var err error
	if wanted != 0 {
		if c.apiServer, err = listen(wanted); errors.Is(err, syscall.EADDRINUSE) {
			return nil, &failure{exitPortInUse, fmt.Sprintf("port %d on %s is in use by another program; choose another --port", wanted, loopback)}
		}
	} else {
		c.apiServer, err = listenOnFree(known.APIServer, avoid)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot listen for the API server: %w", err)
	}
	if c.kubelet, err = listenOnFree(known.Kubelet, avoid); err != nil {
		_ = c.apiServer.Close()
		return nil, fmt.Errorf("cannot listen for the simulated nodes: %w", err)
	}
	c.ports = ports{APIServer: portOf(c.apiServer), Kubelet: portOf(c.kubelet)}
	content, err := json.Marshal(c.ports)
	if err == nil {
		err = writeFile(path, content)
	}
	if err != nil {
		c.close()
		return nil, fmt.Errorf("cannot remember the ports: %w", err)
	}
	return &c, nil
}

// rememberedPorts returns what claimPorts wrote, or zeros: a file that cannot be read costs new ports, not the start.
func rememberedPorts(path string) ports {
	var known ports
	content, err := os.ReadFile(path)
	if err != nil || json.Unmarshal(content, &known) != nil {
		return ports{}
	}
	return known
}

func listenOnFree(preferred int, avoid utilnet.PortRange) (net.Listener, error) {
	if preferred > 0 && preferred <= 65535 && !avoid.Contains(preferred) {
		if l, err := listen(preferred); err == nil {
			return l, nil
		}
	}
	for range searchTries {
		port := searchFrom + rand.IntN(searchTo-searchFrom+1)
		if avoid.Contains(port) {
			continue
		}
		if l, err := listen(port); err == nil {
			return l, nil
		}
	}
	return nil, fmt.Errorf("no free port found between %d and %d", searchFrom, searchTo)
}

func listen(port int) (net.Listener, error) {
	return net.Listen("tcp4", net.JoinHostPort(loopback, strconv.Itoa(port)))
}

func portOf(l net.Listener) int {
	return l.Addr().(*net.TCPAddr).Port
}
