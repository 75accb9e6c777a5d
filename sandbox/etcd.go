package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

const (
	etcdClientSocket = "etcd.sock"
	etcdPeerSocket   = "peer.sock"
	etcdReadyLimit   = 60 * time.Second

	damagedHint = "if the data is damaged, --reset starts with an empty cluster"
)

// startEtcd starts a single etcd member on unix sockets in the given private directory and waits until it serves.
// Sockets, because etcd asks nobody who they are: a TCP port would open the whole cluster to every local user.
// giveUp is called when etcd cannot go on, at the start or later; it must not return.
func startEtcd(ctx context.Context, d dataDir, sockets string, c config, giveUp func(error)) (*embed.Etcd, error) {
	logger, err := etcdLogger(c.logLevel, giveUp)
	if err != nil {
		return nil, err
	}
	conf := etcdConfig(d.file(etcdDir), sockets, c)
	conf.ZapLoggerBuilder = embed.NewZapLoggerBuilder(logger)
	e, err := startMember(conf)
	if err != nil {
		return nil, fmt.Errorf("%w (%s)", err, damagedHint)
	}
	select {
	case <-e.Server.ReadyNotify():
		return e, nil
	case <-ctx.Done():
		err = context.Cause(ctx)
	case <-time.After(etcdReadyLimit):
		err = errors.New("not ready after " + etcdReadyLimit.String())
	}
	e.Close()
	return nil, err
}

// startMember turns a panic, etcd's answer to some kinds of damaged data, into an error.
func startMember(conf *embed.Config) (e *embed.Etcd, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("%v", reason)
		}
	}()
	return embed.StartEtcd(conf)
}

// lastWords is what etcd's logger does after a line that ends the process: it passes the line on.
type lastWords func(error)

func (giveUp lastWords) OnWrite(entry *zapcore.CheckedEntry, fields []zapcore.Field) {
	message := entry.Message
	for _, field := range fields {
		if err, ok := field.Interface.(error); ok {
			message += ": " + err.Error()
		}
	}
	giveUp(fmt.Errorf("etcd: %s (%s)", message, damagedHint))
}

func etcdLogger(level logLevel, giveUp func(error)) (*zap.Logger, error) {
	conf := zap.NewProductionConfig()
	conf.Level = zap.NewAtomicLevelAt(level.etcdLevel())
	conf.DisableStacktrace = true
	conf.EncoderConfig.EncodeTime = zapcore.ISO8601TimeEncoder
	return conf.Build(zap.WithPanicHook(lastWords(giveUp)), zap.WithFatalHook(lastWords(giveUp)))
}

func etcdConfig(dir, sockets string, c config) *embed.Config {
	e := embed.NewConfig()
	e.Dir = dir
	e.UnsafeNoFsync = !c.fsync
	e.ListenClientUrls = []url.URL{{Scheme: "unix", Path: filepath.Join(sockets, etcdClientSocket)}}
	e.ListenPeerUrls = []url.URL{{Scheme: "unix", Path: filepath.Join(sockets, etcdPeerSocket)}}
	nowhere := []url.URL{{Scheme: "http", Host: "localhost:0"}} // must be host:port; a single member never dials it
	e.AdvertiseClientUrls, e.AdvertisePeerUrls = nowhere, nowhere
	e.InitialCluster = e.InitialClusterFromName(e.Name)
	e.TickMs, e.ElectionMs = 50, 250                       // a single member elects itself: 0.1 s instead of 0.6 s
	e.WarningUnaryRequestDuration = 500 * time.Millisecond // the default of an embedded etcd, 0, logs every request
	e.WatchProgressNotifyInterval = 2 * time.Second        // bounds how long a consistent list can lag (kubernetes#134343)
	e.AutoCompactionMode, e.AutoCompactionRetention = embed.CompactorModePeriodic, "10m"
	return e
}
