package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// asProcess, set in the environment, makes the test binary behave as the renderer itself: limits and Landlock
// cannot be taken back, so they are tested in processes of their own.
const asProcess = "RENDERER_TEST_AS_PROCESS"

var openPodcasts = os.Getenv("OPEN_PODCASTS_DIR") // read before the environment is cleared

func TestMain(m *testing.M) {
	if os.Getenv(asProcess) != "" {
		main()
	}
	confineLibraries()
	os.Exit(m.Run())
}

// writeTree writes files, named by their path, into a new folder and returns it. A content that starts with
// "-> " makes a symbolic link.
func writeTree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		if target, isLink := strings.CutPrefix(content, "-> "); isLink {
			err = os.Symlink(target, file)
		} else {
			err = os.WriteFile(file, []byte(content), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// fixture is the absolute path of a folder below testdata.
func fixture(t *testing.T, name string) string {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func renderRequest(t *testing.T, request Request) (Result, error) {
	t.Helper()
	if err := request.normalize(); err != nil {
		return Result{}, err
	}
	return render(request)
}

// mustRender renders in this process and fails the test on a refusal.
func mustRender(t *testing.T, request Request) Result {
	t.Helper()
	result, err := renderRequest(t, request)
	if err != nil {
		t.Fatalf("refused: %+v", err)
	}
	return result
}

// mustRefuse renders in this process and fails the test unless that is refused.
func mustRefuse(t *testing.T, request Request) *Refusal {
	t.Helper()
	result, err := renderRequest(t, request)
	if err == nil {
		t.Fatalf("rendered %d objects instead of being refused", len(result.Objects))
	}
	var refusal *Refusal
	if !errors.As(err, &refusal) {
		t.Fatalf("not a refusal: %v", err)
	}
	return refusal
}

// names lists objects as Kind/name in order.
func names(objects []Object) []string {
	list := []string{}
	for _, object := range objects {
		list = append(list, object.Kind+"/"+object.Name+object.GenerateName)
	}
	return list
}

// find returns the decoded object that names lists as name.
func find(t *testing.T, result Result, name string) map[string]any {
	t.Helper()
	for _, object := range result.Objects {
		if object.Kind+"/"+object.Name == name {
			var decoded map[string]any
			if err := json.Unmarshal([]byte(object.Raw), &decoded); err != nil {
				t.Fatal(err)
			}
			return decoded
		}
	}
	t.Fatalf("no object %q among %v", name, names(result.Objects))
	return nil
}

// dig follows keys and list indexes into a decoded object.
func dig(value any, keys ...any) any {
	for _, key := range keys {
		switch at := key.(type) {
		case string:
			fields, _ := value.(map[string]any)
			value = fields[at]
		case int:
			items, _ := value.([]any)
			if at >= len(items) {
				return nil
			}
			value = items[at]
		}
	}
	return value
}

func hasWarning(result Result, code WarningCode, file string) bool {
	for _, warning := range result.Warnings {
		if warning.Code == code && warning.File == file {
			return true
		}
	}
	return false
}

type processResult struct {
	status   int
	stdout   string
	stderr   string
	response struct {
		okResponse
		Code    Code   `json:"code"`
		Message string `json:"message"`
		File    string `json:"file"`
		Line    int    `json:"line"`
	}
}

// runProcess runs the renderer as its caller does, with input on standard input.
func runProcess(t *testing.T, input string, args ...string) processResult {
	t.Helper()
	command := exec.Command(os.Args[0], args...)
	command.Env = []string{asProcess + "=1"}
	command.Stdin = strings.NewReader(input)
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	var exit *exec.ExitError
	if err := command.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	result := processResult{status: command.ProcessState.ExitCode(), stdout: stdout.String(), stderr: stderr.String()}
	if len(args) == 0 && stdout.Len() > 0 {
		if err := json.NewDecoder(&stdout).Decode(&result.response); err != nil {
			t.Fatalf("standard output does not begin with a JSON response: %v\n%s", err, result.stdout)
		}
	}
	return result
}

func requestJSON(t *testing.T, request Request) string {
	t.Helper()
	text, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
