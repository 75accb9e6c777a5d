package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
	"k8s.io/client-go/kubernetes"

	"ieum.dev/sandbox/internal/nodeport"
)

// stopLimit is how long each of the three layers may take to stop; usually all of them take one second together.
const stopLimit = 5 * time.Second

// cluster is the running sandbox: etcd, on it the API server, on that everything that only talks to the API server.
type cluster struct {
	cfg    config
	dir    dataDir
	report *reporter
	fail   context.CancelCauseFunc // ends the sandbox, with the reason

	etcd      *embed.Etcd
	ports     *claimedPorts
	apiServer *group
	clients   *group
}

// start brings the cluster up in the order of its layers and reports each. It returns when the cluster is ready and
// its kubeconfig is written, or with the error of the first layer that fails, or when ctx ends.
func (c *cluster) start(ctx context.Context) error {
	secrets, err := loadSecrets(c.dir)
	if err != nil {
		return err
	}
	if c.ports, err = claimPorts(c.dir.file(portsFile), c.cfg.port, c.cfg.nodePorts); err != nil {
		return err
	}
	sockets, err := c.dir.socketDir()
	if err != nil {
		return err
	}
	if c.etcd, err = startEtcd(ctx, c.dir, sockets, c.cfg, giveUp(c.report)); err != nil {
		return fmt.Errorf("etcd: %w", err)
	}
	c.report.step(eventEtcd, "etcd is ready")

	access := newAccess(c.ports.APIServer, secrets)
	client, err := kubernetes.NewForConfig(access.restConfig("ieum-sandbox"))
	if err != nil {
		return err
	}
	c.apiServer = newGroup(c.fail)
	c.apiServer.run("kube-apiserver", func(ctx context.Context) error {
		return runAPIServer(ctx, c.ports.apiServer, apiServerArgs(c.cfg, sockets, secrets))
	})
	if err := waitForAPIServer(ctx, client); err != nil {
		return err
	}
	c.report.step(eventAPIServer, "the API server is ready")
	return c.startClients(ctx, client, access, secrets)
}

// startClients starts what talks to the API server and waits until the cluster can be used.
func (c *cluster) startClients(ctx context.Context, client kubernetes.Interface, access access, secrets *secrets) error {
	componentKubeconfig := c.dir.file(runDir, kubeconfigFile)
	if err := access.writeKubeconfig(componentKubeconfig); err != nil {
		return err
	}
	c.clients = newGroup(c.fail)
	c.clients.run("kube-controller-manager", func(ctx context.Context) error {
		return runControllerManager(ctx, componentKubeconfig, secrets)
	})
	c.clients.run("kube-scheduler", func(ctx context.Context) error {
		return runScheduler(ctx, componentKubeconfig)
	})
	if err := ensureNodes(ctx, client, c.cfg.nodes, c.ports.Kubelet); err != nil {
		return fmt.Errorf("cannot make the nodes: %w", err)
	}
	_ = c.ports.kubelet.Close() // KWOK insists on listening itself
	kubelet := kubeletOptions{
		kubeconfig: componentKubeconfig,
		port:       c.ports.Kubelet,
		secrets:    secrets,
		sampleLog:  c.dir.file(runDir, "sample.log"),
		level:      c.cfg.logLevel,
	}
	c.clients.run("kwok", func(ctx context.Context) error { return runKubelets(ctx, kubelet) })
	c.clients.run("node ports", func(ctx context.Context) error { return nodeport.Run(ctx, client) })

	if err := waitForDefaultAccount(ctx, client); err != nil {
		return err
	}
	c.report.step(eventControllers, "the controllers are at work")
	if err := waitForNodes(ctx, client, c.cfg.nodes); err != nil {
		return err
	}
	c.report.step(eventNodes, fmt.Sprintf("%d simulated nodes are ready", c.cfg.nodes))
	kubeconfig := c.dir.file(kubeconfigFile)
	if err := access.writeKubeconfig(kubeconfig); err != nil {
		return err
	}
	c.report.ready(kubeconfig, access.server)
	return nil
}

// stop ends the layers from the top down. It works after a start that failed half-way.
func (c *cluster) stop() error {
	err := os.RemoveAll(c.dir.file(kubeconfigFile))
	if c.clients != nil {
		c.clients.stop(stopLimit)
	}
	if c.apiServer != nil {
		c.apiServer.stop(stopLimit)
	}
	if c.etcd != nil {
		waitAtMost(stopLimit, c.etcd.Close)
	}
	if c.ports != nil {
		c.ports.close()
	}
	c.dir.removeSocketDir()
	if err != nil {
		return fmt.Errorf("cannot remove the kubeconfig: %w", err)
	}
	return nil
}
