package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"strconv"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/utils/clock"
	"sigs.k8s.io/kwok/pkg/apis/internalversion"
	"sigs.k8s.io/kwok/pkg/client/clientset/versioned"
	"sigs.k8s.io/kwok/pkg/kwok/controllers"
	kwokserver "sigs.k8s.io/kwok/pkg/kwok/server"
	kwoklog "sigs.k8s.io/kwok/pkg/log"
	kwokclient "sigs.k8s.io/kwok/pkg/utils/client"
	"sigs.k8s.io/kwok/pkg/utils/gotpl"
)

// nodeLeaseSeconds makes the nodes renew their leases every 10 s. Without a duration KWOK renews none, and after the
// controller manager's grace period every node would be lost.
const nodeLeaseSeconds = 40

// kubeletOptions is what the simulated nodes need.
type kubeletOptions struct {
	kubeconfig string
	port       int
	secrets    *secrets
	sampleLog  string
	level      logLevel
}

// runKubelets simulates the kubelets of all nodes until ctx ends: it plays the life of nodes and pods through their
// stages and serves the sample logs of pods. Commands in pods and port forwarding are refused: they would have to run
// on this computer.
func runKubelets(ctx context.Context, o kubeletOptions) error {
	ctx = kwoklog.NewContext(ctx, kwoklog.NewLogger(os.Stderr, o.level.kwokLevel()))
	typedKwok, controller, err := newNodeController(ctx, o)
	if err != nil {
		return err
	}
	if err := controller.Start(ctx); err != nil {
		return err
	}
	if err := writeSampleLog(o.sampleLog); err != nil {
		return fmt.Errorf("sample log: %w", err)
	}
	server, err := kwokserver.NewServer(kwokserver.Config{
		TypedKwokClient: typedKwok,
		ClusterLogs: []*internalversion.ClusterLogs{{
			ObjectMeta: metav1.ObjectMeta{Name: "sample"},
			Spec: internalversion.ClusterLogsSpec{
				Logs: []internalversion.Log{{LogsFile: o.sampleLog, PreviousLogsFile: o.sampleLog, Follow: true}},
			},
		}},
		DataSource:      controller,
		NodeCacheGetter: controller.GetNodeCache(),
		PodCacheGetter:  controller.GetPodCache(),
	})
	if err != nil {
		return err
	}
	server.InstallHealthz()
	server.InstallDebuggingHandlers()
	return server.Run(ctx, net.JoinHostPort(loopback, strconv.Itoa(o.port)), o.secrets.serverCert, o.secrets.serverKey)
}

// newNodeController returns the controller that plays the stages, and KWOK's own client for its server.
func newNodeController(ctx context.Context, o kubeletOptions) (versioned.Interface, *controllers.Controller, error) {
	c, err := newNodeClients(o.kubeconfig)
	if err != nil {
		return nil, nil, err
	}
	stages, err := loadStages()
	if err != nil {
		return nil, nil, fmt.Errorf("stages: %w", err)
	}
	inUse, err := podAddressesInUse(ctx, c.typed)
	if err != nil {
		return nil, nil, fmt.Errorf("pod addresses: %w", err)
	}
	addresses, err := newPodAddresses(podCIDR, inUse)
	if err != nil {
		return nil, nil, fmt.Errorf("pod addresses: %w", err)
	}
	controller, err := controllers.NewController(controllers.Config{
		Clock:                           clock.RealClock{},
		DynamicClient:                   c.dynamic,
		RESTClient:                      c.rest,
		RESTMapper:                      c.mapper,
		TypedClient:                     c.typed,
		TypedKwokClient:                 c.kwok,
		ImpersonatingDynamicClient:      c.set.ToImpersonatingDynamicClient(),
		ImpersonatingTypedClient:        c.set.ToImpersonatingTypedClient(),
		ManageAllNodes:                  true,
		CIDR:                            podCIDR,
		FuncMap:                         gotpl.FuncMap{"PodIPsWith": addresses.forPod},
		NodeIP:                          loopback,
		NodePort:                        o.port,
		LocalStages:                     stages,
		ID:                              "ieum-sandbox",
		NodeLeaseDurationSeconds:        nodeLeaseSeconds,
		NodeLeaseParallelism:            2,
		NodePlayStageParallelism:        2,
		PodPlayStageParallelism:         8,
		PodsOnNodeSyncParallelism:       4,
		EnablePodsOnNodeSyncStreamWatch: true,
		EnablePodCache:                  true,
	})
	return c.kwok, controller, err
}

// nodeClients are the clients that KWOK's controller wants to be given.
type nodeClients struct {
	set     kwokclient.Clientset
	dynamic dynamic.Interface
	mapper  meta.RESTMapper
	rest    rest.Interface
	typed   kubernetes.Interface
	kwok    versioned.Interface
}

func newNodeClients(kubeconfig string) (c nodeClients, err error) {
	if c.set, err = kwokclient.NewClientset("", kubeconfig); err != nil {
		return c, err
	}
	config, err := c.set.ToRESTConfig()
	if err != nil {
		return c, err
	}
	config.UserAgent = "kwok" // before the clients below are made from it
	if c.dynamic, err = c.set.ToDynamicClient(); err != nil {
		return c, err
	}
	if c.mapper, err = c.set.ToRESTMapper(); err != nil {
		return c, err
	}
	if c.rest, err = rest.RESTClientFor(config); err != nil {
		return c, err
	}
	if c.typed, err = kubernetes.NewForConfig(config); err != nil {
		return c, err
	}
	c.kwok, err = versioned.NewForConfig(config)
	return c, err
}
