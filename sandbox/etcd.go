package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
)

const (
	etcdClientSocket = "etcd.sock"
	etcdPeerSocket   = "peer.sock"
	etcdReadyLimit   = 60 * time.Second
)

// startEtcd starts a single etcd member on unix sockets in the given private directory and waits until it serves.
// Sockets, because etcd asks nobody who they are: a TCP port would open the whole cluster to every local user.
func startEtcd(ctx context.Context, d dataDir, sockets string, c config) (_ *embed.Etcd, err error) {
	defer func() { // etcd panics where its directory cannot be written or read
		if reason := recover(); reason != nil {
			err = fmt.Errorf("%v", reason)
		}
	}()
	e, err := embed.StartEtcd(etcdConfig(d.file(etcdDir), sockets, c))
	if err != nil {
		return nil, err
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

func etcdConfig(dir, sockets string, c config) *embed.Config {
	e := embed.NewConfig()
	e.Dir = dir
	e.UnsafeNoFsync = !c.fsync
	e.LogLevel, e.LogOutputs = c.logLevel.etcdLevel(), []string{"stderr"}
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
