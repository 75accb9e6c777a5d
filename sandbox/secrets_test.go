package main

import (
	"crypto/tls"
	"crypto/x509"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/client-go/tools/clientcmd"
)

func newDataDir(t *testing.T) dataDir {
	t.Helper()
	d := dataDir(t.TempDir())
	if err := d.prepare(); err != nil {
		t.Fatal(err)
	}
	return d
}

func load(t *testing.T, d dataDir) *secrets {
	t.Helper()
	s, err := loadSecrets(d)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSecretsAreReadableByTheirOwnerOnly(t *testing.T) {
	d := newDataDir(t)
	s := load(t, d)
	if err := newAccess(1234, s).writeKubeconfig(d.file(kubeconfigFile)); err != nil {
		t.Fatal(err)
	}
	files := 0
	err := filepath.WalkDir(string(d), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil && info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		files++
		return err
	})
	if err != nil || files < 7 {
		t.Errorf("%d files, %v", files, err)
	}
}

func TestTokenAndAuthorityStayTheSameAndTheServerCertificateIsRenewed(t *testing.T) {
	d := newDataDir(t)
	first := load(t, d)
	firstCert, err := os.ReadFile(first.serverCert)
	if err != nil {
		t.Fatal(err)
	}
	second := load(t, d)
	secondCert, err := os.ReadFile(second.serverCert)
	if err != nil {
		t.Fatal(err)
	}
	if first.token != second.token || string(first.caPEM) != string(second.caPEM) {
		t.Error("token or certificate authority changed")
	}
	if string(firstCert) == string(secondCert) {
		t.Error("the server certificate was not renewed")
	}
	if other := load(t, newDataDir(t)); other.token == first.token || len(other.token) != 64 {
		t.Errorf("the token of another directory is %q", other.token)
	}
}

func TestTheServerCertificateIsGoodForLoopbackNames(t *testing.T) {
	s := load(t, newDataDir(t))
	pair, err := tls.LoadX509KeyPair(s.serverCert, s.serverKey)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(s.caPEM) {
		t.Fatal("no certificate authority")
	}
	for _, name := range []string{"127.0.0.1", "localhost", "kubernetes.default.svc"} {
		if _, err := pair.Leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: name}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := pair.Leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: "example.com"}); err == nil {
		t.Error("the certificate is good for a foreign name")
	}
}

func TestDamagedSecretsNameTheWayOut(t *testing.T) {
	for _, name := range []string{tokenFile, "pki/ca.crt", "pki/ca.key", "pki/service-accounts.key"} {
		d := newDataDir(t)
		load(t, d)
		if err := os.WriteFile(d.file(name), []byte("damaged"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := loadSecrets(d); err == nil || !strings.Contains(err.Error(), "--reset") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheKubeconfigIsSelfContained(t *testing.T) {
	d := newDataDir(t)
	s := load(t, d)
	path := d.file(kubeconfigFile)
	if err := newAccess(1234, s).writeKubeconfig(path); err != nil {
		t.Fatal(err)
	}
	c, err := clientcmd.BuildConfigFromFlags("", path)
	if err != nil {
		t.Fatal(err)
	}
	if c.Host != "https://127.0.0.1:1234" || c.BearerToken != s.token || string(c.CAData) != string(s.caPEM) || c.CAFile != "" {
		t.Errorf("got %+v", c)
	}
}
