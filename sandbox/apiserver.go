package main

import (
	"context"
	"fmt"
	"net"
	"path/filepath"

	utilerrors "k8s.io/apimachinery/pkg/util/errors"
	_ "k8s.io/component-base/logs/json/register" // the JSON log format, which the flags' defaults mention
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
	"k8s.io/kubernetes/cmd/kube-apiserver/app/options"
)

// apiServerArgs are the flags of kube-apiserver. The second block leaves out what one user on one machine does not
// need (fairness between clients, counters of etcd) and what would slow down a stop.
func apiServerArgs(c config, sockets string, s *secrets) []string {
	return []string{
		"--etcd-servers=unix://" + filepath.Join(sockets, etcdClientSocket),
		"--bind-address=" + loopback,
		"--advertise-address=" + loopback, // else a machine without a network has no address to advertise
		"--tls-cert-file=" + s.serverCert,
		"--tls-private-key-file=" + s.serverKey,
		"--kubelet-certificate-authority=" + s.caFile,
		"--kubelet-preferred-address-types=InternalIP",
		"--token-auth-file=" + s.tokenFile,
		"--anonymous-auth=false",
		"--authorization-mode=RBAC",
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-key-file=" + s.accountKey,
		"--service-account-signing-key-file=" + s.accountKey,
		"--service-cluster-ip-range=" + serviceCIDR,
		fmt.Sprintf("--service-node-port-range=%d-%d", c.nodePorts.Base, c.nodePorts.Base+c.nodePorts.Size-1),
		"--allow-privileged=true",
		"--endpoint-reconciler-type=none",

		"--profiling=false",
		"--enable-priority-and-fairness=false",
		"--max-requests-inflight=0",
		"--max-mutating-requests-inflight=0",
		"--etcd-compaction-interval=0", // etcd compacts itself
		"--etcd-count-metric-poll-period=0",
		"--etcd-db-metric-poll-interval=0",
		"--shutdown-watch-termination-grace-period=0s",
	}
}

// runAPIServer runs kube-apiserver on the listener until ctx ends. The command of the component is not used, because
// every Kubernetes command installs its own signal handling and a process can do that only once.
func runAPIServer(ctx context.Context, listener net.Listener, args []string) error {
	o := options.NewServerRunOptions()
	if err := parseFlags("kube-apiserver", o.Flags(), args); err != nil {
		return err
	}
	o.SecureServing.Listener = listener
	if err := o.GenericServerRunOptions.ComponentGlobalsRegistry.Set(); err != nil {
		return err
	}
	completed, err := o.Complete(ctx)
	if err != nil {
		return err
	}
	if errs := completed.Validate(); len(errs) != 0 {
		return utilerrors.NewAggregate(errs)
	}
	return app.Run(ctx, completed)
}
