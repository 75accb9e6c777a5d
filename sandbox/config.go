package main

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/pflag"
	utilnet "k8s.io/apimachinery/pkg/util/net"
)

const (
	maxNodes         = 100
	defaultNodePorts = "30000-32767"
)

// errHelp is returned by parseConfig when the usage text was asked for.
var errHelp = pflag.ErrHelp

// config is what the command line decides.
type config struct {
	dataDir   string
	port      int // 0: the remembered one, or a free one
	nodePorts utilnet.PortRange
	nodes     int
	fsync     bool
	reset     bool
	logLevel  logLevel
	parentPID int // 0: none
}

// parseConfig reads the command line (without the program's name). It returns the usage text too, and errHelp when
// it was asked for; every other error names the flag and what it accepts.
func parseConfig(args []string) (config, string, error) {
	cfg := config{nodePorts: *utilnet.ParsePortRangeOrDie(defaultNodePorts)}
	flags := pflag.NewFlagSet("sandbox", pflag.ContinueOnError)
	flags.SortFlags = false
	flags.StringVar(&cfg.dataDir, "data-dir", "", "directory that keeps the cluster (required)")
	flags.IntVar(&cfg.port, "port", 0, "port of the API server on 127.0.0.1; 0 picks a free one and remembers it")
	nodePorts := flags.String("node-ports", defaultNodePorts, "range of Service node ports; must differ between sandboxes that run at once")
	flags.IntVar(&cfg.nodes, "nodes", 3, fmt.Sprintf("number of simulated nodes, 1 to %d", maxNodes))
	flags.BoolVar(&cfg.fsync, "fsync", false, "survive a power cut too, not only the end of the process; slower")
	flags.BoolVar(&cfg.reset, "reset", false, "forget the cluster that data-dir keeps and start with an empty one")
	level := flags.String("log-level", string(logInfo), "detail of components.log: info, debug or trace")
	flags.IntVar(&cfg.parentPID, "parent-pid", 0, "stop when the process with this id is gone")

	var usage bytes.Buffer
	fmt.Fprintf(&usage, "A Kubernetes cluster with simulated nodes in one process.\n\nUsage: sandbox --data-dir DIR [flags]\n\n%s"+
		"\nExit codes: 0 stopped as asked, 1 failed, 3 data-dir is in use, 4 the port is in use.\n", flags.FlagUsages())
	flags.Usage = func() {} // the caller prints it
	if err := flags.Parse(args); err != nil {
		return config{}, usage.String(), err
	}
	if flags.NArg() > 0 {
		return config{}, usage.String(), fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return cfg, usage.String(), cfg.complete(*nodePorts, *level)
}

// complete parses what the flag types cannot and checks the values against each other.
func (c *config) complete(nodePorts, level string) error {
	if c.dataDir == "" {
		return errors.New("--data-dir is required")
	}
	dir, err := filepath.Abs(c.dataDir)
	if err != nil {
		return fmt.Errorf("--data-dir: %w", err)
	}
	c.dataDir = dir
	if err := c.nodePorts.Set(nodePorts); err != nil || c.nodePorts.Base < 1024 {
		return fmt.Errorf("--node-ports %q: give two ports between 1024 and 65535, such as %s", nodePorts, defaultNodePorts)
	}
	if c.port < 0 || c.port > 65535 {
		return fmt.Errorf("--port %d: give a port between 1 and 65535, or 0", c.port)
	}
	if c.nodePorts.Contains(c.port) {
		return fmt.Errorf("--port %d lies inside --node-ports %s", c.port, nodePorts)
	}
	if c.nodes < 1 || c.nodes > maxNodes {
		return fmt.Errorf("--nodes %d: give a number between 1 and %d", c.nodes, maxNodes)
	}
	if c.parentPID < 0 {
		return fmt.Errorf("--parent-pid %d: give the id of a running process", c.parentPID)
	}
	c.logLevel, err = parseLogLevel(level)
	return err
}
