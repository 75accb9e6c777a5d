package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"strconv"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
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

func newNodeController(ctx context.Context, o kubeletOptions) (versioned.Interface, *controllers.Controller, error) {
	clients, err := kwokclient.NewClientset("", o.kubeconfig)
	if err != nil {
		return nil, nil, err
	}
	restConfig, err := clients.ToRESTConfig()
	if err != nil {
		return nil, nil, err
	}
	restConfig.UserAgent = "kwok" // before the clients below are made from it
	dynamic, err := clients.ToDynamicClient()
	if err != nil {
		return nil, nil, err
	}
	mapper, err := clients.ToRESTMapper()
	if err != nil {
		return nil, nil, err
	}
	restClient, err := rest.RESTClientFor(restConfig)
	if err != nil {
		return nil, nil, err
	}
	typed, err := kubernetes.NewForConfig(restConfig)
	if err != nil {
		return nil, nil, err
	}
	typedKwok, err := versioned.NewForConfig(restConfig)
	if err != nil {
		return nil, nil, err
	}
	stages, err := loadStages()
	if err != nil {
		return nil, nil, fmt.Errorf("stages: %w", err)
	}
	addresses, err := newPodAddresses(ctx, typed)
	if err != nil {
		return nil, nil, fmt.Errorf("pod addresses: %w", err)
	}
	controller, err := controllers.NewController(controllers.Config{
		Clock:                           clock.RealClock{},
		DynamicClient:                   dynamic,
		RESTClient:                      restClient,
		RESTMapper:                      mapper,
		TypedClient:                     typed,
		TypedKwokClient:                 typedKwok,
		ImpersonatingDynamicClient:      clients.ToImpersonatingDynamicClient(),
		ImpersonatingTypedClient:        clients.ToImpersonatingTypedClient(),
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
	return typedKwok, controller, err
}
