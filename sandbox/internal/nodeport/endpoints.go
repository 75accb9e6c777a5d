package nodeport

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
)

// target is what a node port leads to.
type target struct {
	service    *corev1.Service
	portName   string
	targetPort string
}

// targets returns the TCP node ports that the services ask for. If two ask for the same one, which the API server
// prevents, the older service has it.
func targets(services []*corev1.Service) map[int32]target {
	wanted := map[int32]target{}
	for _, service := range services {
		if service.Spec.Type != corev1.ServiceTypeNodePort && service.Spec.Type != corev1.ServiceTypeLoadBalancer {
			continue
		}
		for _, port := range service.Spec.Ports {
			if port.NodePort == 0 || (port.Protocol != "" && port.Protocol != corev1.ProtocolTCP) {
				continue
			}
			if other, taken := wanted[port.NodePort]; taken && other.service.CreationTimestamp.Before(&service.CreationTimestamp) {
				continue
			}
			wanted[port.NodePort] = target{service, port.Name, port.TargetPort.String()}
		}
	}
	return wanted
}

// readyPods returns the sorted names of the pods that would get the traffic of a service port: those with a ready
// endpoint in a slice that has the port. A named target port that no pod defines is in no slice, so nobody answers
// it, as in a real cluster.
func readyPods(endpointSlices []any, portName string) []string {
	var pods []string
	for _, object := range endpointSlices {
		slice := object.(*discovery.EndpointSlice)
		if !hasPort(slice, portName) {
			continue
		}
		for _, endpoint := range slice.Endpoints {
			ready := endpoint.Conditions.Ready == nil || *endpoint.Conditions.Ready // not known means ready, by the API
			if ready && endpoint.TargetRef != nil && endpoint.TargetRef.Kind == "Pod" {
				pods = append(pods, endpoint.TargetRef.Name)
			}
		}
	}
	slices.Sort(pods)
	return slices.Compact(pods) // a pod can be in two slices while it moves between them
}

func hasPort(slice *discovery.EndpointSlice, name string) bool {
	return slices.ContainsFunc(slice.Ports, func(port discovery.EndpointPort) bool {
		tcp := port.Protocol == nil || *port.Protocol == corev1.ProtocolTCP
		named := port.Name == nil && name == "" || port.Name != nil && *port.Name == name
		return tcp && named
	})
}
