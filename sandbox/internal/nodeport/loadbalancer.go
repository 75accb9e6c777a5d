package nodeport

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"
	"k8s.io/klog/v2"
)

const ingressPatch = `{"status":{"loadBalancer":{"ingress":[{"ip":"127.0.0.1","ipMode":"Proxy"}]}}}`

// giveAddresses gives every LoadBalancer service without an address the one of this computer, as the load balancer
// of a cloud would, whatever its class and whether or not it has endpoints. The API server takes the address away
// when the type changes. A failure is logged and tried again at the next pass.
func giveAddresses(ctx context.Context, client kubernetes.Interface, services []*corev1.Service) {
	for _, service := range services {
		if service.Spec.Type != corev1.ServiceTypeLoadBalancer || len(service.Status.LoadBalancer.Ingress) > 0 || service.DeletionTimestamp != nil {
			continue
		}
		_, err := client.CoreV1().Services(service.Namespace).Patch(ctx, service.Name, types.MergePatchType, []byte(ingressPatch), metav1.PatchOptions{}, "status")
		if err != nil && !apierrors.IsNotFound(err) && ctx.Err() == nil {
			klog.ErrorS(err, "cannot give an address", "service", klog.KObj(service))
		}
	}
}
