package main

import (
	"bufio"
	"io"
	"log"
	"log/slog"
	"os"
	"slices"
	"strings"
)

// maxCapturedLines bounds what is kept of a tool's output; the rest is read and dropped.
const maxCapturedLines = 1000

// capture runs work and returns the lines the libraries print meanwhile: kustomize writes its deprecation
// notices to standard error, Helm uses both loggers. Not for concurrent use: the loggers are global.
func capture(work func() error) ([]string, error) {
	reader, writer, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	lines := make(chan []string)
	go func() { lines <- readLines(reader) }()

	stderr, logger, logOutput, logFlags := os.Stderr, slog.Default(), log.Writer(), log.Flags()
	os.Stderr = writer
	slog.SetDefault(slog.New(slog.NewTextHandler(writer, &slog.HandlerOptions{ReplaceAttr: dropTimeAndLevel})))
	log.SetOutput(writer) // after SetDefault, which redirects log as well
	log.SetFlags(0)
	defer func() {
		os.Stderr = stderr
		slog.SetDefault(logger)
		log.SetOutput(logOutput)
		log.SetFlags(logFlags)
	}()

	err = work()
	writer.Close()
	return <-lines, err
}

func dropTimeAndLevel(groups []string, attribute slog.Attr) slog.Attr {
	if len(groups) == 0 && (attribute.Key == slog.TimeKey || attribute.Key == slog.LevelKey) {
		return slog.Attr{}
	}
	return attribute
}

// readLines keeps the first distinct lines of reader and drains the rest, so that the writer never blocks.
func readLines(reader io.ReadCloser) []string {
	defer reader.Close()
	var lines []string
	buffered := bufio.NewReader(reader)
	for {
		line, err := buffered.ReadString('\n')
		if line = strings.TrimSpace(line); line != "" && len(lines) < maxCapturedLines && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
		if err != nil {
			return lines
		}
	}
}

// toolWarnings turns captured lines into warnings.
func toolWarnings(code WarningCode, lines []string) []Warning {
	var warnings []Warning
	for _, line := range lines {
		message := strings.TrimPrefix(strings.TrimPrefix(line, "# "), "Warning: ")
		warnings = append(warnings, Warning{Code: code, Message: message})
	}
	return warnings
}
