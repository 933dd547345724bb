// A Go program with one embedded Python that runs the model: each request has a goroutine, and all
// wait for the one interpreter.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"
	"syscall"
	"time"
)

type request struct {
	ID    *int64          `json:"id"`
	Texts json.RawMessage `json:"texts"`
}

// answer is what Python computed, with this program's own heap beside it.
type answer struct {
	ID     int64       `json:"id"`
	Logits [][]float64 `json:"logits"`
	Tokens []int       `json:"tokens"`
	Heap   float64     `json:"heap"`
}

type failure struct {
	ID    int64  `json:"id"`
	Error string `json:"error"`
}

// replies writes objects as lines, one at a time.
type replies struct {
	mutex   sync.Mutex
	encoder *json.Encoder
}

func (r *replies) write(object any) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if err := r.encoder.Encode(object); err != nil {
		die(1, err)
	}
}

func main() {
	executable := flag.String("python", "", "the Python of the environment")
	script := flag.String("script", "", "the Python file with the functions open and answer")
	model := flag.String("model", "", "the model's folder")
	batchSize := flag.Int("batch-size", 1, "texts in a forward pass, at most")
	maxTokens := flag.Int("max-tokens", 512, "texts are cut to so many tokens")
	spinning := flag.Bool("spinning", true, "whether idle OpenMP threads may spin")
	flag.Parse()

	go endWithParent(os.Getppid())
	output, err := takeStandardOutput()
	if err != nil {
		die(1, err)
	}
	if !*spinning {
		os.Setenv("OMP_WAIT_POLICY", "PASSIVE") // before Python loads the library that reads it
	}
	useEnvironment(*executable)
	python, err := startInterpreter(*executable, *script)
	if err != nil {
		die(1, err)
	}
	settings, err := json.Marshal(map[string]any{"model": *model, "batchSize": *batchSize, "maxTokens": *maxTokens})
	if err != nil {
		die(1, err)
	}
	ready, err := python.call("open", string(settings))
	if err != nil {
		die(1, err)
	}
	out := &replies{encoder: json.NewEncoder(output)}
	out.write(map[string]any{"ready": withVersions(ready)})
	serve(os.Stdin, python, out)
}

// serve answers until the end of the input, and waits for what is under way.
func serve(input io.Reader, python *interpreter, out *replies) {
	reader := bufio.NewReader(input)
	var underWay sync.WaitGroup
	for {
		line, err := reader.ReadBytes('\n')
		if err != nil {
			break
		}
		var asked request
		if err := json.Unmarshal(line, &asked); err != nil || asked.ID == nil || asked.Texts == nil {
			die(1, fmt.Errorf("a request that cannot be read: %.200s", line))
		}
		underWay.Add(1)
		go func() {
			defer underWay.Done()
			out.write(respond(python, asked))
		}()
	}
	underWay.Wait()
	os.Exit(0) // without taking Python apart, which is slow and has nothing to save
}

// respond asks Python, and says how large the Go heap is.
func respond(python *interpreter, asked request) any {
	text, err := python.call("answer", string(asked.Texts))
	if err != nil {
		return failure{*asked.ID, err.Error()}
	}
	reply := answer{ID: *asked.ID}
	if err := json.Unmarshal([]byte(text), &reply); err != nil {
		return failure{*asked.ID, "logits that are no numbers: " + err.Error()}
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	reply.Heap = float64(memory.Alloc) / (1 << 20)
	return reply
}

// withVersions adds this program's own versions to what Python says.
func withVersions(ready string) map[string]any {
	said := map[string]any{}
	if err := json.Unmarshal([]byte(ready), &said); err != nil {
		die(1, err)
	}
	versions, known := said["versions"].(map[string]any)
	if !known {
		versions = map[string]any{}
	}
	versions["go"] = runtime.Version()
	versions["through"] = through
	said["versions"] = versions
	said["pid"] = os.Getpid()
	return said
}

// takeStandardOutput keeps standard output for replies: whatever else prints, prints to standard error.
func takeStandardOutput() (*os.File, error) {
	kept, err := syscall.Dup(1)
	if err != nil {
		return nil, err
	}
	syscall.CloseOnExec(kept)
	return os.NewFile(uintptr(kept), "replies"), syscall.Dup3(2, 1, 0)
}

// endWithParent ends this process when its parent has ended.
func endWithParent(parent int) {
	for os.Getppid() == parent {
		time.Sleep(200 * time.Millisecond)
	}
	os.Exit(3)
}

func die(code int, reason error) {
	fmt.Fprintln(os.Stderr, "go-python: "+reason.Error())
	os.Exit(code)
}
