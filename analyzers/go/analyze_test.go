package main

import "testing"

// Each case is a file body below `package p` on line 1, and facts that must be there or, after "!", must not.
var cases = []struct {
	name, path, source string
	wants              []string
}{
	{"namespace of a directory", "a/b/x.go", "", []string{"namespace a/b"}},
	{"namespace of a test file", "a/x_test.go", "", []string{"namespace a test"}},
	{"method, owner and results", "x.go", "type T struct{}\nfunc (t *T) M() (int, error) { return 0, nil }", []string{
		"symbol type T 2-2", "symbol method T.M 3-3 of T -> builtin.int -> builtin.error"}},
	{"generic receiver", "x.go", "type S[T any] struct{ items []T }\nfunc (s *S[T]) Get() T { return s.items[0] }", []string{
		"symbol field S.items 2-2 of S type [builtin.any]", "symbol method S.Get 3-3 of S -> builtin.any"}},
	{"fields by value and embedded", "x.go", "import \"sync\"\ntype T struct {\n*Base\nmu sync.Mutex\np *Other\n}", []string{
		"symbol field T.Base 4-4 of T type Base", "4 T inherit Base",
		"symbol field T.mu 5-5 of T type sync:Mutex by_value", "symbol field T.p 6-6 of T type Other"}},
	{"interface", "x.go", "type I interface {\nOther\nM() error\n}", []string{
		"symbol type I 2-5 interface", "3 I inherit Other", "symbol method I.M 4-4 of I -> builtin.error abstract"}},
	{"constants", "x.go", "const A = \"x\" + \"y\"\nconst (\nB = iota\nC\n)", []string{
		"symbol constant A 2-2 value xy", "symbol constant B 4-4", "symbol constant C 5-5"}},
	{"constants made of constants", "x.go", "const A = \"shop_\"\nconst B = A + \"session\"\nfunc f(A string) { g(A + \"x\"); h(B + \"y\") }", []string{
		"symbol constant B 3-3 value shop_session", "4 f call h 0=\"shop_sessiony\"", "!shop_x"}},
	{"alias and implicit method", "x.go", "type A = B\nfunc (t T) String() string { return \"\" }", []string{
		"symbol alias A 2-2 type B", "symbol method T.String 3-3 of T -> builtin.string implicit"}},
	{"struct type written in a field", "x.go", "type T struct {\nlimits struct { n *L }\n}\nfunc (t *T) f() { t.limits.n.Do() }", []string{
		"symbol field T.limits.struct.n 3-3 of T.limits.struct type L",
		"symbol field T.limits 3-3 of T type T.limits.struct by_value", "5 T.f call T.limits.n.Do"}},

	{"import by alias, version and prefix", "x.go",
		"import (\n\"a.b/chi/v5\"\nq \"a.b/other\"\n\"a.b/go-redis\"\n\"gopkg.in/yaml.v3\"\n\"a.b/amqp091-go\"\n)\n" +
			"func f() { chi.A(); q.B(); redis.C(); yaml.D(); amqp.E() }", []string{
			"9 f call a.b/chi/v5:A", "9 f call a.b/other:B", "9 f call a.b/go-redis:C", "9 f call gopkg.in/yaml.v3:D",
			"9 f call a.b/amqp091-go:E"}},
	{"dot import", "x.go", "import . \"a.b/c\"", []string{"2 top include a.b/c:*"}},
	{"a local variable hides an import", "x.go", "import \"a.b/log\"\nfunc f(log *L) { log.Do() }", []string{"3 f call L.Do"}},

	{"what a local variable holds", "x.go",
		"func f(s *S) {\na := T{}\na.A()\nb, c := g()\nc.C()\nb.B()\nd := &s.field\nd.D()\ne := new(E)\ne.F()\n}", []string{
			"4 f call T.A", "6 f call g()#1.C", "7 f call g().B", "9 f call S.field.D", "11 f call E.F", "10 f instantiate E"}},
	{"readers of the environment", "x.go",
		"import \"os\"\nfunc look(k, d string) string {\nif v := os.Getenv(k); v != \"\" { return v }\nreturn d\n}\nfunc on(k string) bool { return os.Getenv(k) == \"1\" }\n" +
			"func f() {\nif look(\"MODE\", \"off\") == \"x\" { a() }\nif on(\"DEBUG\") { b() }\nif look(\"plain\", \"\") == \"x\" { c() }\n}", []string{
			"9 f read $MODE 0=\"off\"", "10 f read $DEBUG 0=false", "!read $plain"}},
	{"refusals that ask nothing of the request", "x.go",
		"import \"net/http\"\ntype H struct { on bool; users *U }\nfunc (h *H) a(w http.ResponseWriter, r *http.Request) {\nif !h.on { http.Error(w, \"\", http.StatusForbidden); return }\n" +
			"u := h.users.of(r)\nif !u.admin { http.Error(w, \"\", http.StatusForbidden) }\nif !h.users.may(r) { w.WriteHeader(403) }\n}", []string{
			"5 H.a call net/http:Error 1=\"\" 2=@net/http:StatusForbidden asked=\"settings\" [conditional]", "!7 H.a call net/http:Error 1=\"\" 2=@net/http:StatusForbidden asked", "!8 H.a call net/http:ResponseWriter.WriteHeader 0=403 asked"}},
	{"a table of headers is set one by one", "x.go",
		"import \"net/http\"\nvar all = map[string]string{\n\"A\": \"*\",\n\"B\": \"b\",\n}\nfunc f(w http.ResponseWriter, m map[string]string) {\nfor k, v := range all { w.Header().Set(k, v) }\nfor k, v := range m { w.Header().Set(k, v) }\n}", []string{
			"8 f call net/http:ResponseWriter.Header().Set 0=\"A\" 1=\"*\" [loop]", "8 f call net/http:ResponseWriter.Header().Set 0=\"B\" 1=\"b\" [loop]", "!9 f call net/http:ResponseWriter.Header().Set 0=\""}},
	{"elements", "x.go",
		"func f(xs []*X, m map[string]Y, ch chan Z, set map[*K]struct{}) {\nfor _, x := range xs { x.A() }\nm[\"k\"].B()\n" +
			"(<-ch).C()\nfor z := range ch { z.D() }\nfor k := range set { k.E() }\nv, ok := m[\"k\"]\nv.F()\n_ = ok\n}", []string{
			"3 f call X.A [loop]", "4 f call Y.B", "5 f call Z.C", "6 f call Z.D [loop]", "7 f call K.E [loop]", "9 f call Y.F"}},
	{"assertions and type switches", "x.go",
		"func f(v any) {\nv.(*A).Do()\nswitch x := v.(type) {\ncase *B: x.Do()\ncase C, D: x.Do()\n}\nif e, ok := v.(E); ok { e.Do() }\n}", []string{
			"3 f call A.Do", "5 f call B.Do [conditional]", "6 f call any(C, D).Do [conditional]", "8 f call E.Do [conditional]"}},
	{"assigned several times", "x.go", "func f() {\nx := a()\nif true { x = b() }\nx.Do()\n}", []string{
		"5 f call any(a(), b()).Do"}},
	{"a builder keeps its type", "x.go", "func f() {\nq := a()\nq = q.Where()\nq.Do()\n}", []string{"5 f call a().Do"}},
	{"error variables", "x.go", "func f() {\n_, err := a()\nerr = b()\nerr.Error()\ng(err)\n}", []string{"!5 f", "6 f call g"}},
	{"what only computes is left out", "x.go",
		"import (\n\"sort\"\n\"strings\"\n\"time\"\n)\nfunc f(xs []string) {\ng(strings.Join(xs, \"\"), time.Now().Unix())\nvar b strings.Builder\nb.WriteString(\"x\")\n" +
			"sort.Slice(xs, func(i, j int) bool { return less(i, j) })\ntime.Sleep(time.Second)\n}", []string{
			"8 f call g", "!strings:", "!Unix", "11 f call sort:Slice 1=@f.func1", "12 f call time:Sleep 0=\"time.Second\""}},
	{"fields that are set are told", "x.go", "import (\n\"net/http\"\n\"time\"\n)\nfunc f(d time.Duration, n int) { s := &http.Server{ReadTimeout: d, Addr: g.addr()}; _ = make(chan int, n); _ = s }", []string{
		"6 f instantiate net/http:Server ReadTimeout=@time:Duration Addr=@g.addr()", "6 f call builtin.make 0=\"chan\" 1=@builtin.int [ignored]"}},
	{"the last argument of a library's function is told", "x.go", "import \"os/signal\"\nfunc f(c C, s ...int) { signal.Notify(c, s...); signal.Stop(1 + <-s); h(1 + <-s) }", []string{
		"3 f call os/signal:Notify 0=@C 1=?", "3 f call os/signal:Stop 0=?", "3 f call h", "!3 f call h 0"}},
	{"what is wrapped around all routes", "x.go", "import \"net/http\"\nfunc f(s *S) {\nmux := http.NewServeMux()\nvar h http.Handler = mux\nh = auth(h)\nh = s.log(h)\nhttp.ListenAndServe(\"\", limit(3)(h))\n_ = &http.Server{Handler: trace(s.routes())}\n}", []string{
		"6 f call net/http:Handler.Wrap 0=@auth", "7 f call net/http:Handler.Wrap 0=@S.log", "8 f call net/http:Handler.Wrap 0=@limit", "9 f call net/http:Handler.Wrap 0=@trace"}},
	{"what is wrapped around the handler of a field", "x.go", "import \"net/http\"\nfunc f(router http.Handler) {\nsrv := &http.Server{}\nsrv.Handler = auth(router)\n}", []string{
		"5 f call net/http:Handler.Wrap 0=@auth"}},
	{"what makes the handler wraps nothing", "x.go", "import \"net/http\"\nfunc f(s *S) {\nmux := http.NewServeMux()\nmux.Handle(\"/a\", auth(page))\nregister(mux)\nhttp.ListenAndServe(\"\", mux)\nhttp.ListenAndServe(\"\", build(config))\nhttp.ListenAndServe(\"\", s.routes())\nhttp.ListenAndServe(\"\", http.HandlerFunc(mux))\n}", []string{
		"!Handler.Wrap"}},
	{"what makes the handler of several things wraps nothing", "x.go", "import \"net/http\"\nfunc f() {\nstore := open(path)\nlog := newLog()\nh := NewHandler(store, log)\n_ = &http.Server{Handler: h}\n}", []string{
		"!Handler.Wrap"}},
	{"a handler among other things", "x.go", "import \"net/http\"\nfunc f() {\napi := http.NewServeMux()\nh := limit(api, 3)\n_ = &http.Server{Handler: h}\n}", []string{
		"5 f call net/http:Handler.Wrap 0=@limit"}},
	{"variables of the environment", "x.go", "import \"os\"\nconst name = \"A\"\nfunc f(n string) { os.Getenv(\"API_TOKEN\"); os.LookupEnv(\"B\"); os.Getenv(n); os.Setenv(\"C\", n) }", []string{
		"4 f read $API_TOKEN", "4 f read $B", "!$C", "!$n"}},
	{"sentences of logs are left out", "x.go", "func f() { log.Info(\"it is so\", \"request_id\", id) }", []string{
		"2 f call log.Info 1=\"request_id\" 2=@id"}},
	{"type parameters", "x.go", "func f[T Doer, U any](t T, u U) { t.Do(); u.Do() }", []string{"2 f call Doer.Do", "2 f call ?.Do"}},
	{"instantiation", "x.go", "func g[T any]() T { panic(1) }\nfunc f() { g[int](); h[*Foo](1); var x Set[int]; x.Do() }", []string{
		"3 f call g", "3 f instantiate Set", "3 f call Set.Do"}},
	{"results of function values", "x.go", "func f(make_ func() (*C, error)) { c, err := make_(); c.Do(); _ = err }", []string{"2 f call C.Do"}},
	{"unknown receiver", "x.go", "func f(x any) { x.Do() }", []string{"2 f call ?.Do"}},
	{"a local type", "x.go", "func f() {\ntype t struct{ a *A }\nvar x t\nx.a.Do()\n}", []string{
		"symbol type f.t 3-3", "symbol field f.t.a 3-3 of f.t type A", "4 f instantiate f.t", "5 f call f.t.a.Do"}},

	{"closures", "x.go", "func f() {\nh := func() { g() }\nrun(h, func() { k() })\nfunc() { func() { l() }() }()\n}", []string{
		"3 f use f.func1", "3 f.func1 call g", "4 f call run 0=@f.func1 1=@f.func2", "4 f.func2 call k",
		"5 f call f.func3", "5 f.func3 call f.func3.1", "5 f.func3.1 call l"}},
	{"a closure that calls itself", "x.go", "func f() {\nvar g func(int)\ng = func(n int) { g(n) }\ng(1)\n}", []string{
		"4 f.func1 call f.func1", "5 f call f.func1 0=1"}},
	{"go and defer", "x.go", "func f(s *S) {\ngo s.run()\ndefer s.stop()\ngo func() { g() }()\n}", []string{
		"3 f call S.run [spawn]", "4 f call S.stop [defer]", "5 f call f.func1 [spawn]", "5 f.func1 call g"}},
	{"context of branches", "x.go",
		"func f() {\nfor a() {\nif b() { c() }\n}\nif err := d(); err != nil { e() } else { g() }\n_ = h()\n}", []string{
			"3 f call a [loop]", "4 f call b [loop]", "4 f call c [loop conditional]", "6 f call d",
			"6 f call e [conditional handler]", "6 f call g [conditional]", "7 f call h [ignored]"}},

	{"arguments", "x.go", "import \"time\"\nfunc f(s *S) {\ng(\"a\"+\"b\", 1<<20, -2, true, nil, 5*time.Second, s.m, h, &T{A: 1})\n}", []string{
		"4 f call g 0=\"ab\" 1=1048576 2=-2 3=true 4=null 5=\"5*time.Second\" 6=@S.m 7=@h 8=@T", "4 f instantiate T A=1"}},
	{"joined strings as arguments", "x.go", "var root = h()\nfunc f(base string, n int) {\ng(base+\"/_healthz\", \"/a/\"+h()+\"/b\", base+base, n+1, root+\"/c\")\n}", []string{
		"4 f call h", "4 f use root", "4 f call g 0=\"{}/_healthz\" 1=\"/a/{}/b\" 4=\"{}/c\""}},
	{"lists and maps as arguments", "x.go", "func f() { g([]string{\"a\", \"b\"}, map[string]any{\"k\": h, \"n\": 1}) }", []string{
		"2 f call g 0={0=\"a\" 1=\"b\"} 1={k=@h n=1}"}},
	{"a literal held by a variable", "x.go", "func f() {\na := \":80\"\nb := 1\nb++\ng(a, b)\n}", []string{"6 f call g 0=\":80\""}},
	{"writes", "x.go", "import \"net/http\"\nfunc f() {\ns := &http.Server{}\ns.Addr = \":1\"\nglobal = h\ntable[\"k\"] = s.Serve\n}", []string{
		"5 f write net/http:Server.Addr 0=\":1\"", "6 f write global 0=@h", "7 f write table[] k=@net/http:Server.Serve"}},
	{"uses are told once", "x.go", "func f() {\na := global\nb := global\n_, _ = a, b\n}", []string{"3 f use global", "!4 f use"}},
	{"channels of signals carry no data", "x.go", "import \"os\"\nfunc f() {\na := make(chan os.Signal, 10)\nb := make(chan struct{}, 11)\nc := make(chan error, 12)\nd := make(chan struct{ n int }, 10)\nuse(a, b, c, d)\n}", []string{
		"4 f call builtin.make 0=\"chan of signals\" 1=10", "5 f call builtin.make 0=\"chan of signals\" 1=11",
		"6 f call builtin.make 0=\"chan of signals\" 1=12", "7 f call builtin.make 0=\"chan\" 1=10",
	}},
	{"builtins", "x.go", "func f() {\nch := make(chan int, 8)\nclose(ch)\nx := make([]int, 3)\n_ = len(x)\n}", []string{
		"3 f call builtin.make 0=\"chan\" 1=8", "4 f call builtin.close", "!builtin.len", "!5 f"}},
	{"rows of a table", "x.go", "var t = []T{{A: 1}, {F: f}}", []string{"2 t instantiate T A=1", "2 t instantiate T F=@f"}},
	{"a table of functions counts with its variable", "x.go", "var t = map[string]F{\"a\": f}", []string{"2 t use f"}},
	{"an initialiser that calls runs at load", "x.go", "var t = wrap(f)\nvar _ I = (*T)(nil)", []string{
		"2 top call wrap 0=@f", "symbol variable t 2-2 type wrap()", "!T"}},
	{"init", "a/x.go", "func init() { go func() { g() }() }", []string{
		"2 top call init.x", "2 init.x call init.x.func1 [spawn]", "2 init.x.func1 call g"}},
	{"http.HandlerFunc is its function", "x.go", "import \"net/http\"\nfunc f(s *S) { http.Handle(\"/a\", http.HandlerFunc(s.h)) }", []string{
		"3 f call net/http:Handle 0=\"/a\" 1=@S.h"}},
	{"tests tell what they reach alone", "x_test.go", "import \"testing\"\nfunc TestA(t *testing.T) { f(\"x\", g); t.Fatal(\"no\") }", []string{
		"3 TestA call f 1=@g", "3 TestA call testing:T.Fatal", "root TestA test test"}},
	{"suites", "x_test.go", "func (s *Suite) TestA() {}\nfunc (s *Suite) helper() {}\nfunc Testing() {}", []string{
		"root Suite.TestA test test", "!root Suite.helper", "!root Testing"}},

	{"a constant handler", "x.go", "import \"net/http\"\nfunc h(w http.ResponseWriter, r *http.Request) {\nw.WriteHeader(200)\nw.Write([]byte(\"ok\"))\n}", []string{
		"signal 3 h handler.constant {\"status\":200}"}},
	{"a handler that asks", "x.go", "import \"net/http\"\nfunc h(w http.ResponseWriter, r *http.Request) {\nif db.Ping() != nil { w.WriteHeader(503) }\n}", []string{
		"!handler.constant"}},
	{"a handler with two answers", "x.go", "import \"net/http\"\nfunc (s *S) h(w http.ResponseWriter, r *http.Request) {\nif s.ok { w.WriteHeader(200) } else { w.WriteHeader(503) }\n}", []string{
		"!handler.constant"}},
	{"a handler with an implied second answer", "x.go", "import \"net/http\"\nfunc (s *S) h(w http.ResponseWriter, r *http.Request) {\nif !s.ok { w.WriteHeader(503); return }\nw.Write(nil)\n}", []string{
		"!handler.constant"}},
	{"a handler that only writes", "x.go", "import \"fmt\"\nimport \"net/http\"\nfunc h(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, \"ok\") }", []string{
		"signal 4 h handler.constant {\"status\":200}"}},
	{"a handler of gin", "x.go", "import \"github.com/gin-gonic/gin\"\nfunc h(c *gin.Context) { c.JSON(http.StatusOK, gin.H{\"status\": \"ok\"}) }", []string{
		"signal 3 h handler.constant {\"status\":200}"}},
	{"middleware that is off without a secret", "x.go", "import \"net/http\"\nfunc (s *S) auth(next http.Handler) http.Handler {\nreturn http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {\nif s.opts.Token != \"\" {\nif r.Header.Get(\"X\") != s.opts.Token { http.Error(w, \"no\", http.StatusUnauthorized); return }\n}\nnext.ServeHTTP(w, r)\n})\n}", []string{
		"signal 5 S.auth.func1 authentication.optional {\"name\":\"Token\"}"}},
	{"middleware that passes all without a secret", "x.go", "import \"net/http\"\nfunc (s *S) auth(w http.ResponseWriter, r *http.Request) {\nif len(s.password) == 0 {\ns.next.ServeHTTP(w, r)\nreturn\n}\nif !s.known(r) { w.WriteHeader(401); return }\ns.next.ServeHTTP(w, r)\n}", []string{
		"signal 4 S.auth authentication.optional {\"name\":\"password\"}"}},
	{"a caller without a token is a guest", "x.go", "import \"net/http\"\nfunc (s *S) auth(w http.ResponseWriter, r *http.Request) {\ntoken := r.Header.Get(\"X\")\nif token == \"\" {\ns.next.ServeHTTP(w, r)\nreturn\n}\nif !s.known(token) { w.WriteHeader(401); return }\ns.next.ServeHTTP(w, r)\n}", []string{
		"!authentication.optional"}},
	{"middleware that always checks", "x.go", "import \"net/http\"\nfunc (s *S) auth(w http.ResponseWriter, r *http.Request) {\nif s.token == \"\" { w.WriteHeader(401); return }\ns.next.ServeHTTP(w, r)\n}", []string{
		"!authentication.optional"}},
	{"a retry that asks whether to go on", "x.go", "import \"time\"\nfunc (c *C) f() {\nfor i := 0; ; i++ {\n_, err := c.do()\nretry, _ := c.check(err)\nif !retry { break }\ntimer := time.NewTimer(c.Backoff(c.min, i))\n<-timer.C\n}\n}", []string{
		"signal 4 C.f retry.loop {\"backoff\":\"growing\",\"jitter\":false}"}},
	{"a fixed number of workers", "x.go", "func (p *P) start(n int) {\nfor i := 0; i < n; i++ {\np.wg.Add(1)\ngo func() {\nfor job := range p.jobs { job() }\n}()\n}\n}", []string{
		"signal 3 P.start concurrency-limit.apply {\"target\":\"a fixed number of workers\"}"}},
	{"workers that select", "x.go", "func (p *P) start() {\nfor range p.concurrency {\ngo func() {\nfor {\nselect {\ncase <-p.done: return\ncase job := <-p.jobs: job()\n}\n}\n}()\n}\n}", []string{
		"signal 3 P.start concurrency-limit.apply {\"target\":\"a fixed number of workers\"}"}},
	{"generators of load", "x.go", "func (g *G) start(n int) {\nfor i := 0; i < n; i++ {\ngo func() {\nfor {\nselect {\ncase <-g.done: return\ncase <-g.ticker.C: g.emit()\n}\n}\n}()\n}\nfor range g.count { go func() { for i := range g.rounds { g.fire(i) } }() }\n}", []string{
		"!concurrency-limit.apply"}},
	{"a goroutine for each job", "x.go", "func (p *P) start(jobs []J) {\nfor i := 0; i < len(jobs); i++ { go p.worker(jobs[i]) }\nfor _, j := range jobs { go p.worker(j) }\nfor range p.jobs { go p.worker() }\nfor i := 0; i < 9; i++ { go p.fire() }\n}", []string{
		"!concurrency-limit.apply"}},
	{"a check as a statement", "x.go", "func f(l *L, s *S) {\nl.Allow()\ns.Start()\n_ = l.Allow()\nif !l.Allow() { return }\n}", []string{
		"3 f call L.Allow [ignored]", "!4 f call S.Start [ignored]", "6 f call L.Allow"}},
	{"the cookie of a request that is sent", "x.go", "import \"net/http\"\nfunc f(r *http.Request, w http.ResponseWriter) {\nr.AddCookie(&http.Cookie{Name: \"a\"})\nhttp.SetCookie(w, &http.Cookie{Name: \"b\"})\n}", []string{
		"!4 f instantiate", "5 f instantiate net/http:Cookie Name=\"b\""}},
	{"a handler that hands on", "x.go", "import \"net/http\"\nfunc m(next http.Handler) http.Handler { return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r) }) }", []string{
		"!handler.constant"}},
	{"growing retry", "x.go", "import \"time\"\nfunc f() {\nd := time.Second\nfor i := 0; i < 3; i++ {\nif err := g(); err == nil { return }\ntime.Sleep(d)\nd *= 2\n}\n}", []string{
		"signal 5 f retry.loop {\"backoff\":\"growing\",\"jitter\":false}"}},
	{"fixed retry", "x.go", "import \"time\"\nfunc f() error {\nfor {\nerr := g()\nif err != nil {\ntime.Sleep(2 * time.Second)\ncontinue\n}\nreturn nil\n}\n}", []string{
		"signal 4 f retry.loop {\"backoff\":\"fixed\",\"jitter\":false}"}},
	{"a wait on success is no retry", "x.go", "import \"time\"\nfunc f() {\nfor {\nif err := g(); err == nil {\ntime.Sleep(time.Second)\nreturn\n}\n}\n}", []string{"!retry.loop"}},
	{"retry by a function that is told the round", "x.go", "import \"time\"\nfunc f() {\nfor n := 0; ; n++ {\nif err := g(); err == nil { return }\ntime.Sleep(backoff(n))\n}\n}", []string{
		"signal 4 f retry.loop {\"backoff\":\"growing\",\"jitter\":false}"}},
	{"retry by a function that is told nothing", "x.go", "import \"time\"\nfunc f() {\nfor {\nif err := g(); err == nil { return }\ntime.Sleep(backoff())\n}\n}", []string{
		"signal 4 f retry.loop {\"backoff\":\"fixed\",\"jitter\":false}"}},
	{"a retry that waits before every round but the first", "x.go", "import \"time\"\nfunc f() error {\nfor n := 0; n < 5; n++ {\nif n > 0 { time.Sleep(time.Second << n) }\nif err := g(); err != nil { continue }\nif h() { return nil }\n}\nreturn nil\n}", []string{
		"signal 4 f retry.loop {\"backoff\":\"growing\",\"jitter\":false}"}},
	{"pacing all rounds but the first is no retry", "x.go", "import \"time\"\nfunc f() {\nfor n := 0; n < 5; n++ {\nif n > 0 { time.Sleep(time.Second) }\nif err := g(); err != nil { log(err) }\n}\n}", []string{"!retry.loop"}},
	{"polling is no retry", "x.go", "import \"time\"\nfunc f() {\nfor !ready() { time.Sleep(time.Second) }\n}", []string{"!retry.loop"}},
	{"a contained panic", "x.go", "func f() {\ndefer func() {\nif r := recover(); r != nil { log(r) }\n}()\n}", []string{
		"signal 3 f panic.contained"}},
	{"a panic that goes on", "x.go", "func f() {\ndefer func() {\nif r := recover(); r != nil { log(r); panic(r) }\n}()\n}", []string{
		"!panic.contained"}},
	{"recovery deferred by name", "x.go", "func f() { defer rescue() }\nfunc rescue() { recover() }", []string{
		"signal 3 rescue panic.contained", "signal 2 f panic.contained"}},
	{"a swallowed error", "x.go", "func f() error {\nif err := g(); err != nil { return nil }\nif err := h(); err != nil { return err }\nreturn nil\n}", []string{
		"signal 3 f error.swallowed {\"form\":\"return\"}", "!signal 4"}},
	{"an exit on SIGTERM", "x.go", "import (\n\"os\"\n\"os/signal\"\n\"syscall\"\n)\nfunc f() {\nc := make(chan os.Signal, 1)\nsignal.Notify(c, syscall.SIGTERM)\n" +
		"go func() {\n<-c\nos.Exit(0)\n}()\n}", []string{"signal 11 f.func1 signal.exit-only"}},
	{"an exit by a context", "x.go", "import (\n\"context\"\n\"os/signal\"\n\"syscall\"\n)\nfunc main() {\nctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)\n" +
		"go serve()\n<-ctx.Done()\nstop()\n}", []string{"signal 10 main signal.exit-only"}},
	{"a handler of SIGHUP", "x.go", "import (\n\"os\"\n\"os/signal\"\n\"syscall\"\n)\nfunc f() {\nc := make(chan os.Signal, 1)\nsignal.Notify(c, syscall.SIGHUP)\n" +
		"<-c\nos.Exit(0)\n}", []string{"!exit-only"}},
	{"nil for failure", "x.go", "func f() *T {\nif err := g(); err != nil { return nil }\nreturn h\n}", []string{"!swallowed"}},
	{"a shutdown on SIGTERM", "x.go", "import (\n\"os\"\n\"os/signal\"\n\"syscall\"\n)\nfunc f(s *S) {\nc := make(chan os.Signal, 1)\nsignal.Notify(c, syscall.SIGTERM)\n" +
		"go func() {\n<-c\ns.Shutdown()\nos.Exit(0)\n}()\n}", []string{"!exit-only"}},
}

func TestFacts(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			expect(t, ask(t, c.path, "package p\n"+c.source+"\n"), c.wants...)
		})
	}
}

func TestRoots(t *testing.T) {
	for _, c := range []struct{ path, source, want string }{
		{"cmd/api/main.go", "package main\nfunc main() {}", "root main production go-main cmd/api"},
		{"main.go", "package main\nfunc main() {}", "root main production go-main ."},
		{"examples/a/main.go", "package main\nfunc main() {}", "root main production go-main examples/a example"},
		{"internal/tables/main.go", "package main\nfunc main() {}", "root main production go-main internal/tables tool"},
		{"docs/a/main.go", "package main\nfunc main() {}", "root main production go-main docs/a example"},
		{"hack/gen.go", "package main\nfunc main() {}", "root main production go-main hack tool"},
		{"tables/main.go", "package main\nimport \"go/format\"\nfunc main() { format.Source(nil) }", "root main production go-main tables tool"},
		{"a/gen.go", "//go:build ignore\n\npackage main\nfunc main() {}", "root main production go-main a/gen.go tool"},
		{"a/gen.go", "//go:build ignore\n\npackage main\nfunc main() {}", "namespace a/gen.go"},
		{"a/gen.go", "//go:build linux || ignore\n\npackage main\nfunc main() {}", "namespace a"},
		{"a/x_test.go", "package a_test", "namespace a_test test"},
	} {
		expect(t, ask(t, c.path, c.source), c.want)
	}
	expect(t, ask(t, "a/a.go", "package a\nfunc main() {}"), "!root")
}

func TestGeneratedFilesAreMarked(t *testing.T) {
	f := ask(t, "a.pb.go", "// Code generated by x. DO NOT EDIT.\n\npackage a\ntype T struct{}")
	expect(t, f, "symbol type T 4-4 generated")
}
