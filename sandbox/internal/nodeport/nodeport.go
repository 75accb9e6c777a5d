// Package nodeport stands in for kube-proxy and the pods behind it: it answers on the node ports of Services, on
// 127.0.0.1, as long as they have ready endpoints, and says that what answers is simulated. It also gives
// LoadBalancer services their address, 127.0.0.1. External IPs, UDP and SCTP are ignored.
package nodeport

import (
	"context"
	"errors"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	typedcore "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/record"
)

const (
	// settle collects changes that come together, such as the endpoints of a rollout, into one pass.
	settle = 20 * time.Millisecond
	// byService is the index of EndpointSlices by namespace/name of their Service.
	byService = "service"
)

// Run keeps one listener per node port that should answer, until ctx ends. It fails only when it cannot start.
func Run(ctx context.Context, client kubernetes.Interface) error {
	factory := informers.NewSharedInformerFactoryWithOptions(client, 0, informers.WithTransform(dropManagedFields))
	services := factory.Core().V1().Services()
	slices := factory.Discovery().V1().EndpointSlices().Informer()
	if err := slices.AddIndexers(cache.Indexers{byService: serviceOfSlice}); err != nil {
		return fmt.Errorf("cannot index endpoints: %w", err)
	}
	changed := make(chan struct{}, 1)
	notify := func() {
		select {
		case changed <- struct{}{}:
		default: // a pass is due already
		}
	}
	handler := cache.ResourceEventHandlerFuncs{
		AddFunc:    func(any) { notify() },
		UpdateFunc: func(any, any) { notify() },
		DeleteFunc: func(any) { notify() },
	}
	for _, informer := range []cache.SharedIndexInformer{services.Informer(), slices} {
		if _, err := informer.AddEventHandler(handler); err != nil {
			return fmt.Errorf("cannot watch services: %w", err)
		}
	}
	events := record.NewBroadcaster()
	events.StartRecordingToSink(&typedcore.EventSinkImpl{Interface: client.CoreV1().Events("")})
	defer events.Shutdown()
	factory.Start(ctx.Done())
	defer factory.Shutdown()
	for kind, synced := range factory.WaitForCacheSync(ctx.Done()) {
		if !synced && ctx.Err() == nil {
			return errors.New("cannot read " + kind.String())
		}
	}

	b := &board{
		endpoints: func(namespace, service, port string) []string {
			found, err := slices.GetIndexer().ByIndex(byService, namespace+"/"+service)
			if err != nil { // the index exists: it was added above
				return nil
			}
			return readyPods(found, port)
		},
		pods:     podReader{client},
		recorder: events.NewRecorder(scheme.Scheme, corev1.EventSource{Component: "ieum-sandbox"}),
		doors:    map[int32]*door{},
		retry:    map[int32]time.Time{},
	}
	defer b.closeAll()
	pass := func() (retryAt time.Time) {
		all := listServices(services.Informer().GetIndexer())
		giveAddresses(ctx, client, all)
		return b.update(all)
	}
	loop(ctx, changed, pass)
	return nil
}

// loop makes a pass after every change, and another one when the pass before asked for it.
func loop(ctx context.Context, changed <-chan struct{}, pass func() (retryAt time.Time)) {
	for {
		retryAt := pass()
		var retry <-chan time.Time
		if !retryAt.IsZero() {
			retry = time.After(time.Until(retryAt))
		}
		select {
		case <-ctx.Done():
			return
		case <-retry:
			continue
		case <-changed:
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(settle):
		}
	}
}

func listServices(store cache.Store) []*corev1.Service {
	items := store.List()
	services := make([]*corev1.Service, 0, len(items))
	for _, item := range items {
		services = append(services, item.(*corev1.Service))
	}
	return services
}

func serviceOfSlice(object any) ([]string, error) {
	slice, ok := object.(*discovery.EndpointSlice)
	if !ok {
		return nil, fmt.Errorf("unexpected %T", object)
	}
	return []string{slice.Namespace + "/" + slice.Labels[discovery.LabelServiceName]}, nil
}

// dropManagedFields keeps the caches small; nothing here reads who owns a field.
func dropManagedFields(object any) (any, error) {
	if accessor, err := meta.Accessor(object); err == nil {
		accessor.SetManagedFields(nil)
	}
	return object, nil
}
