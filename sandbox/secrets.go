package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"strings"
	"time"

	"k8s.io/client-go/util/cert"
	"k8s.io/client-go/util/keyutil"
)

const (
	caLifetime     = 30 * 365 * 24 * time.Hour
	serverLifetime = 2 * 365 * 24 * time.Hour // renewed at every start
	clockSkew      = time.Hour
)

// secrets are what makes a cluster recognisable after a restart: its certificate authority, the key that signs
// service account tokens, and the administrator's token.
type secrets struct {
	caPEM      []byte
	token      string
	tokenFile  string
	caFile     string
	serverCert string
	serverKey  string
	accountKey string
}

// loadSecrets reads the secrets of the data directory and makes those that are missing. The serving certificate is
// issued anew every time, so that it does not run out before its authority. Every file is readable by its owner only.
func loadSecrets(d dataDir) (*secrets, error) {
	s := &secrets{
		tokenFile:  d.file(tokenFile),
		caFile:     d.file(pkiDir, "ca.crt"),
		serverCert: d.file(pkiDir, "server.crt"),
		serverKey:  d.file(pkiDir, "server.key"),
		accountKey: d.file(pkiDir, "service-accounts.key"),
	}
	authority, signer, err := loadAuthority(s.caFile, d.file(pkiDir, "ca.key"))
	if err != nil {
		return nil, fmt.Errorf("certificate authority: %w", err)
	}
	s.caPEM = encodeCert(authority.Raw)
	if err := issueServerCert(s, authority, signer); err != nil {
		return nil, fmt.Errorf("server certificate: %w", err)
	}
	if _, err := loadKey(s.accountKey); err != nil {
		return nil, fmt.Errorf("service account key: %w", err)
	}
	if s.token, err = loadToken(s.tokenFile); err != nil {
		return nil, fmt.Errorf("admin token: %w", err)
	}
	return s, nil
}

// loadToken reads the administrator's token or makes one of 256 random bits. The file has the form of kube-apiserver's
// --token-auth-file: token, user name, user id, groups.
func loadToken(path string) (string, error) {
	content, err := os.ReadFile(path)
	if err == nil {
		token, rest, ok := strings.Cut(string(content), ",")
		if !ok || token == "" || rest == "" {
			return "", fmt.Errorf("%s is damaged; start with --reset", path)
		}
		return token, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	random := make([]byte, 32)
	if _, err := rand.Read(random); err != nil {
		return "", err
	}
	token := hex.EncodeToString(random)
	return token, writeFile(path, []byte(token+`,sandbox-admin,sandbox-admin,"system:masters"`+"\n"))
}

// loadKey reads a private key or makes one.
func loadKey(path string) (crypto.Signer, error) {
	content, err := os.ReadFile(path)
	if err == nil {
		parsed, err := keyutil.ParsePrivateKeyPEM(content)
		if err != nil {
			return nil, fmt.Errorf("%s is damaged; start with --reset", path)
		}
		return parsed.(crypto.Signer), nil // every key type that ParsePrivateKeyPEM returns can sign
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return newKey(path)
}

func newKey(path string) (crypto.Signer, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	content, err := keyutil.MarshalPrivateKeyToPEM(key)
	if err != nil {
		return nil, err
	}
	return key, writeFile(path, content)
}

func loadAuthority(certPath, keyPath string) (*x509.Certificate, crypto.Signer, error) {
	key, err := loadKey(keyPath)
	if err != nil {
		return nil, nil, err
	}
	content, err := os.ReadFile(certPath)
	if errors.Is(err, fs.ErrNotExist) {
		return newAuthority(certPath, key)
	}
	if err != nil {
		return nil, nil, err
	}
	certs, err := cert.ParseCertsPEM(content)
	if err != nil {
		return nil, nil, fmt.Errorf("%s is damaged; start with --reset", certPath)
	}
	return certs[0], key, nil
}

func newAuthority(path string, key crypto.Signer) (*x509.Certificate, crypto.Signer, error) {
	template, err := certTemplate("ieum sandbox", caLifetime)
	if err != nil {
		return nil, nil, err
	}
	template.IsCA = true
	template.BasicConstraintsValid = true
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, nil, err
	}
	authority, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, nil, err
	}
	return authority, key, writeFile(path, encodeCert(der))
}

// issueServerCert writes the certificate of the API server, which the simulated nodes' kubelet uses as well.
func issueServerCert(s *secrets, authority *x509.Certificate, signer crypto.Signer) error {
	key, err := newKey(s.serverKey)
	if err != nil {
		return err
	}
	template, err := certTemplate("kube-apiserver", serverLifetime)
	if err != nil {
		return err
	}
	template.KeyUsage = x509.KeyUsageDigitalSignature
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	template.BasicConstraintsValid = true
	template.IPAddresses = []net.IP{net.ParseIP(loopback), net.IPv6loopback, net.ParseIP(apiServiceIP)}
	template.DNSNames = []string{"localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"}
	der, err := x509.CreateCertificate(rand.Reader, template, authority, key.Public(), signer)
	if err != nil {
		return err
	}
	return writeFile(s.serverCert, encodeCert(der))
}

func certTemplate(name string, lifetime time.Duration) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, err
	}
	now := time.Now()
	return &x509.Certificate{SerialNumber: serial, Subject: pkix.Name{CommonName: name}, NotBefore: now.Add(-clockSkew), NotAfter: now.Add(lifetime)}, nil
}

func encodeCert(der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: cert.CertificateBlockType, Bytes: der})
}
