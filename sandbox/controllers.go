package main

import (
	"context"
	"fmt"
	"strings"

	cloudnames "k8s.io/cloud-provider/names"
	kcm "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	kcmoptions "k8s.io/kubernetes/cmd/kube-controller-manager/app/options"
	"k8s.io/kubernetes/cmd/kube-controller-manager/names"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	scheduleroptions "k8s.io/kubernetes/cmd/kube-scheduler/app/options"
)

// controllersOff have nothing to do without machines, clouds and joining nodes, or are done by the sandbox itself.
var controllersOff = []string{
	names.BootstrapSignerController,
	names.CertificateSigningRequestApprovingController,
	names.CertificateSigningRequestCleanerController,
	names.CertificateSigningRequestSigningController,
	cloudnames.CloudNodeLifecycleController,
	names.EndpointSliceMirroringController,
	names.NodeIpamController,
	cloudnames.NodeRouteController,
	names.PersistentVolumeAttachDetachController,
	names.PersistentVolumeExpanderController,
	names.SELinuxWarningController,
	cloudnames.ServiceLBController, // internal/nodeport gives LoadBalancer services their address
	names.StorageVersionGarbageCollectorController,
	names.TokenCleanerController,
	names.TTLController,
	names.ValidatingAdmissionPolicyStatusController,
}

// controllersParallel are the controllers that a burst of new workloads goes through, with their --concurrent flag.
var controllersParallel = []string{"deployment", "replicaset", "statefulset", "daemonset", "job", "endpoint", "service-endpoint", "namespace", "gc"}

// serve nothing, elect nobody, do not wait: the flags that both components share.
func clientComponentArgs(kubeconfig string) []string {
	return []string{
		"--kubeconfig=" + kubeconfig,
		"--secure-port=0",
		"--leader-elect=false",
		"--profiling=false",
		fmt.Sprintf("--kube-api-qps=%d", clientQPS),
		fmt.Sprintf("--kube-api-burst=%d", clientBurst),
	}
}

func controllerManagerArgs(kubeconfig string, s *secrets) []string {
	args := append(clientComponentArgs(kubeconfig),
		"--service-account-private-key-file="+s.accountKey,
		"--root-ca-file="+s.caFile,
		"--use-service-account-credentials=false",
		"--endpoint-updates-batch-period=0s",
		"--endpointslice-updates-batch-period=0s",
		"--controllers=*,-"+strings.Join(controllersOff, ",-"),
	)
	for _, controller := range controllersParallel {
		args = append(args, "--concurrent-"+controller+"-syncs=20")
	}
	return args
}

// runControllerManager runs kube-controller-manager until ctx ends.
func runControllerManager(ctx context.Context, kubeconfig string, s *secrets) error {
	o, err := kcmoptions.NewKubeControllerManagerOptions()
	if err != nil {
		return err
	}
	known, disabled, aliases := kcm.KnownControllers(), kcm.ControllersDisabledByDefault(), kcm.ControllerAliases()
	sets := o.Flags(known, disabled, aliases)
	if err := parseFlags("kube-controller-manager", sets, controllerManagerArgs(kubeconfig, s)); err != nil {
		return err
	}
	o.ParsedFlags = &sets
	c, err := o.Config(ctx, known, disabled, aliases)
	if err != nil {
		return err
	}
	return kcm.Run(ctx, c.Complete())
}

// runScheduler runs kube-scheduler until ctx ends.
func runScheduler(ctx context.Context, kubeconfig string) error {
	o := scheduleroptions.NewOptions()
	if err := parseFlags("kube-scheduler", *o.Flags, clientComponentArgs(kubeconfig)); err != nil {
		return err
	}
	c, s, err := scheduler.Setup(ctx, o)
	if err != nil {
		return err
	}
	return scheduler.Run(ctx, c, s)
}
