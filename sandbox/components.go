package main

import (
	"flag"
	"fmt"
	"os"
	"strconv"

	"github.com/spf13/pflag"
	"go.uber.org/zap/zapcore"
	"k8s.io/client-go/rest"
	cliflag "k8s.io/component-base/cli/flag"
	"k8s.io/component-base/logs"
	logsapi "k8s.io/component-base/logs/api/v1"
	"k8s.io/klog/v2"
	kwoklog "sigs.k8s.io/kwok/pkg/log"
)

// Client limits of every component. The defaults of kube-controller-manager and kube-scheduler (20 and 50 requests a
// second) make 300 Deployments take more than a minute to become available; these make it three seconds.
const (
	clientQPS   = 1000
	clientBurst = 2000
)

// Networks that exist only as numbers in objects.
const (
	serviceCIDR  = "10.96.0.0/16"
	apiServiceIP = "10.96.0.1"
	podCIDR      = "10.244.0.0/16"
)

// logLevel is the detail of the log file.
type logLevel string

const (
	logInfo  logLevel = "info"
	logDebug logLevel = "debug"
	logTrace logLevel = "trace"
)

func parseLogLevel(s string) (logLevel, error) {
	switch l := logLevel(s); l {
	case logInfo, logDebug, logTrace:
		return l, nil
	}
	return "", fmt.Errorf("--log-level %q: give info, debug or trace", s)
}

// klogVerbosity is the -v of the Kubernetes components.
func (l logLevel) klogVerbosity() int {
	return map[logLevel]int{logInfo: 0, logDebug: 2, logTrace: 4}[l]
}

// etcdLevel is the level of etcd's lines; those below a warning are of use only in a search for a fault of its own.
func (l logLevel) etcdLevel() zapcore.Level {
	return map[logLevel]zapcore.Level{logInfo: zapcore.WarnLevel, logDebug: zapcore.InfoLevel, logTrace: zapcore.InfoLevel}[l]
}

// kwokLevel hides one line per node and renewal of its lease unless asked for more.
func (l logLevel) kwokLevel() kwoklog.Level {
	return map[logLevel]kwoklog.Level{logInfo: kwoklog.LevelWarn, logDebug: kwoklog.LevelInfo, logTrace: kwoklog.LevelDebug}[l]
}

// configureComponents sets what the components share as globals of the process. It is called once, before any
// component starts.
func configureComponents(level logLevel, report *reporter) {
	// client-go takes the first half of a client's user agent from the program's name, and the API server takes the
	// field manager from that half. With this name the controllers' fields are owned as in any other cluster. It
	// also hides the sandbox's own flags from packages that parse os.Args on their own.
	os.Args = []string{"kube-controller-manager"}

	// Every component applies the logging configuration; the first one wins and the others agree.
	logsapi.ReapplyHandling = logsapi.ReapplyHandlingIgnoreUnchanged
	logs.InitLogs()
	klogFlags := flag.NewFlagSet("klog", flag.PanicOnError)
	klog.InitFlags(klogFlags)
	_ = klogFlags.Set("v", strconv.Itoa(level.klogVerbosity())) // cannot fail: a number
	klog.OsExit = func(code int) {
		giveUp(report)(fmt.Errorf("a component gave up (code %d); the last lines of %s say why", code, logFile))
	}
	rest.SetDefaultWarningHandler(rest.NoWarnings{})
}

// giveUp returns what a component calls that cannot go on and has no way to return an error: it reports the error and
// ends the process.
func giveUp(report *reporter) func(error) {
	return func(err error) { os.Exit(report.failure(err)) }
}

// parseFlags applies command line arguments to the options of a component, as its own command would.
func parseFlags(component string, sets cliflag.NamedFlagSets, args []string) error {
	all := pflag.NewFlagSet(component, pflag.ContinueOnError)
	for _, set := range sets.FlagSets {
		all.AddFlagSet(set)
	}
	all.SetNormalizeFunc(cliflag.WordSepNormalizeFunc)
	if err := all.Parse(args); err != nil {
		return fmt.Errorf("%s: %w", component, err)
	}
	return nil
}
