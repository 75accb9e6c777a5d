package main

import (
	"fmt"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// access is how a client reaches the API server as its administrator.
type access struct {
	server string
	caPEM  []byte
	token  string
}

func newAccess(port int, s *secrets) access {
	return access{server: fmt.Sprintf("https://%s:%d", loopback, port), caPEM: s.caPEM, token: s.token}
}

// restConfig is for the sandbox's own clients, which are not slowed down. userAgent becomes their field manager.
func (a access) restConfig(userAgent string) *rest.Config {
	return &rest.Config{
		Host:            a.server,
		BearerToken:     a.token,
		UserAgent:       userAgent,
		TLSClientConfig: rest.TLSClientConfig{CAData: a.caPEM},
		QPS:             clientQPS,
		Burst:           clientBurst,
	}
}

// writeKubeconfig writes a self-contained kubeconfig: certificate authority and token are inside.
func (a access) writeKubeconfig(path string) error {
	content, err := clientcmd.Write(clientcmdapi.Config{
		Clusters:       map[string]*clientcmdapi.Cluster{"sandbox": {Server: a.server, CertificateAuthorityData: a.caPEM}},
		AuthInfos:      map[string]*clientcmdapi.AuthInfo{"admin": {Token: a.token}},
		Contexts:       map[string]*clientcmdapi.Context{"sandbox": {Cluster: "sandbox", AuthInfo: "admin"}},
		CurrentContext: "sandbox",
	})
	if err == nil {
		err = writeFile(path, content)
	}
	if err != nil {
		return fmt.Errorf("cannot write the kubeconfig: %w", err)
	}
	return nil
}
