package main

import (
	"context"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

const (
	readyLimit   = 90 * time.Second // a loaded machine may take many times the usual two seconds
	readyEvery   = 20 * time.Millisecond
	requestLimit = 5 * time.Second
)

// waitForAPIServer waits until /readyz says ok, which includes all of the server's start-up hooks.
func waitForAPIServer(ctx context.Context, client kubernetes.Interface) error {
	return waitUntil(ctx, "the API server is not ready", func(ctx context.Context) error {
		return client.Discovery().RESTClient().Get().AbsPath("/readyz").Do(ctx).Error()
	})
}

// waitForDefaultAccount waits for the service account without which no pod can be made in the default namespace.
func waitForDefaultAccount(ctx context.Context, client kubernetes.Interface) error {
	return waitUntil(ctx, "the default service account does not appear", func(ctx context.Context) error {
		_, err := client.CoreV1().ServiceAccounts(metav1.NamespaceDefault).Get(ctx, "default", metav1.GetOptions{})
		return err
	})
}

// waitForNodes waits until every simulated node is Ready, takes pods and has a lease. After a restart the first two
// are still true from the last run, but ensureNodes has taken the leases away.
func waitForNodes(ctx context.Context, client kubernetes.Interface, count int) error {
	return waitUntil(ctx, "the simulated nodes are not ready", func(ctx context.Context) error {
		nodes, err := client.CoreV1().Nodes().List(ctx, metav1.ListOptions{LabelSelector: simulatedLabel + "=true"})
		if err != nil {
			return err
		}
		leases, err := client.CoordinationV1().Leases(corev1.NamespaceNodeLease).List(ctx, metav1.ListOptions{})
		if err != nil {
			return err
		}
		alive := map[string]bool{}
		for _, lease := range leases.Items {
			alive[lease.Name] = true
		}
		ready := 0
		for _, node := range nodes.Items {
			if nodeTakesPods(&node) && alive[node.Name] {
				ready++
			}
		}
		if ready != count || len(nodes.Items) != count {
			return fmt.Errorf("%d of %d", ready, count)
		}
		return nil
	})
}

func nodeTakesPods(node *corev1.Node) bool {
	for _, condition := range node.Status.Conditions {
		if condition.Type == corev1.NodeReady {
			return condition.Status == corev1.ConditionTrue && len(node.Spec.Taints) == 0
		}
	}
	return false
}

// waitUntil calls check until it succeeds. The error names what was waited for and what check said last; when ctx
// ends first, it is the reason of that.
func waitUntil(ctx context.Context, complaint string, check func(context.Context) error) error {
	limit := time.After(readyLimit)
	for {
		attempt, cancel := context.WithTimeout(ctx, requestLimit)
		err := check(attempt)
		cancel()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-limit:
			return fmt.Errorf("%s after %s: %w", complaint, readyLimit, err)
		case <-time.After(readyEvery):
		}
	}
}
