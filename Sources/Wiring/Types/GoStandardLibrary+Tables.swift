/// What the packages of Go 1.27's standard library declare, read with go/types from their sources.
extension GoStandardLibrary {
    /// Each interface: its methods, with the number of their results.
    static let interfaceTable = """
        archive/tar.FileInfoNames: Gname/2 IsDir/1 ModTime/1 Mode/1 Name/1 Size/1 Sys/1 Uname/2
        compress/flate.Reader: Read/2 ReadByte/2
        compress/flate.Resetter: Reset/1
        compress/zlib.Resetter: Reset/1
        container/heap.Interface: Len/1 Less/1 Pop/1 Push/0 Swap/0
        context.Context: Deadline/2 Done/1 Err/1 Value/1
        crypto.Decapsulator: Decapsulate/2 Encapsulator/1
        crypto.Decrypter: Decrypt/2 Public/1
        crypto.Encapsulator: Bytes/1 Encapsulate/2
        crypto.MessageSigner: Public/1 Sign/2 SignMessage/2
        crypto.Signer: Public/1 Sign/2
        crypto.SignerOpts: HashFunc/1
        crypto/cipher.AEAD: NonceSize/1 Open/2 Overhead/1 Seal/1
        crypto/cipher.Block: BlockSize/1 Decrypt/0 Encrypt/0
        crypto/cipher.BlockMode: BlockSize/1 CryptBlocks/0
        crypto/cipher.Stream: XORKeyStream/0
        crypto/ecdh.Curve: GenerateKey/2 NewPrivateKey/2 NewPublicKey/2
        crypto/ecdh.KeyExchanger: Curve/1 ECDH/2 PublicKey/1
        crypto/elliptic.Curve: Add/2 Double/2 IsOnCurve/1 Params/1 ScalarBaseMult/2 ScalarMult/2
        crypto/tls.ClientSessionCache: Get/2 Put/0
        database/sql.Result: LastInsertId/2 RowsAffected/2
        database/sql.Scanner: Scan/1
        database/sql/driver.ColumnConverter: ColumnConverter/1
        database/sql/driver.Conn: Begin/2 Close/1 Prepare/2
        database/sql/driver.ConnBeginTx: BeginTx/2
        database/sql/driver.ConnPrepareContext: PrepareContext/2
        database/sql/driver.Connector: Connect/2 Driver/1
        database/sql/driver.Driver: Open/2
        database/sql/driver.DriverContext: OpenConnector/2
        database/sql/driver.Execer: Exec/2
        database/sql/driver.ExecerContext: ExecContext/2
        database/sql/driver.NamedValueChecker: CheckNamedValue/1
        database/sql/driver.Pinger: Ping/1
        database/sql/driver.Queryer: Query/2
        database/sql/driver.QueryerContext: QueryContext/2
        database/sql/driver.Result: LastInsertId/2 RowsAffected/2
        database/sql/driver.Rows: Close/1 Columns/1 Next/1
        database/sql/driver.RowsColumnScanner: Close/1 Columns/1 Next/1 NextRow/1 ScanColumn/1
        database/sql/driver.RowsColumnTypeDatabaseTypeName: Close/1 ColumnTypeDatabaseTypeName/1 Columns/1 Next/1
        database/sql/driver.RowsColumnTypeLength: Close/1 ColumnTypeLength/2 Columns/1 Next/1
        database/sql/driver.RowsColumnTypeNullable: Close/1 ColumnTypeNullable/2 Columns/1 Next/1
        database/sql/driver.RowsColumnTypePrecisionScale: Close/1 ColumnTypePrecisionScale/3 Columns/1 Next/1
        database/sql/driver.RowsColumnTypeScanType: Close/1 ColumnTypeScanType/1 Columns/1 Next/1
        database/sql/driver.RowsNextResultSet: Close/1 Columns/1 HasNextResultSet/1 Next/1 NextResultSet/1
        database/sql/driver.SessionResetter: ResetSession/1
        database/sql/driver.Stmt: Close/1 Exec/2 NumInput/1 Query/2
        database/sql/driver.StmtExecContext: ExecContext/2
        database/sql/driver.StmtQueryContext: QueryContext/2
        database/sql/driver.Tx: Commit/1 Rollback/1
        database/sql/driver.Validator: IsValid/1
        database/sql/driver.ValueConverter: ConvertValue/2
        database/sql/driver.Valuer: Value/2
        encoding.BinaryAppender: AppendBinary/2
        encoding.BinaryMarshaler: MarshalBinary/2
        encoding.BinaryUnmarshaler: UnmarshalBinary/1
        encoding.TextAppender: AppendText/2
        encoding.TextMarshaler: MarshalText/2
        encoding.TextUnmarshaler: UnmarshalText/1
        encoding/binary.AppendByteOrder: AppendUint16/1 AppendUint32/1 AppendUint64/1 String/1
        encoding/binary.ByteOrder: PutUint16/0 PutUint32/0 PutUint64/0 String/1 Uint16/1 Uint32/1 Uint64/1
        encoding/gob.GobDecoder: GobDecode/1
        encoding/gob.GobEncoder: GobEncode/2
        encoding/xml.Marshaler: MarshalXML/1
        encoding/xml.MarshalerAttr: MarshalXMLAttr/2
        encoding/xml.TokenReader: Token/2
        encoding/xml.Unmarshaler: UnmarshalXML/1
        encoding/xml.UnmarshalerAttr: UnmarshalXMLAttr/1
        expvar.Var: String/1
        flag.Getter: Get/1 Set/1 String/1
        flag.Value: Set/1 String/1
        fmt.Formatter: Format/0
        fmt.GoStringer: GoString/1
        fmt.ScanState: Read/2 ReadRune/3 SkipSpace/0 Token/2 UnreadRune/1 Width/2
        fmt.Scanner: Scan/1
        fmt.State: Flag/1 Precision/2 Width/2 Write/2
        fmt.Stringer: String/1
        hash.Cloner: BlockSize/1 Clone/2 Reset/0 Size/1 Sum/1 Write/2
        hash.Hash: BlockSize/1 Reset/0 Size/1 Sum/1 Write/2
        hash.Hash32: BlockSize/1 Reset/0 Size/1 Sum/1 Sum32/1 Write/2
        hash.Hash64: BlockSize/1 Reset/0 Size/1 Sum/1 Sum64/1 Write/2
        hash.XOF: BlockSize/1 Read/2 Reset/0 Write/2
        hash/maphash.Hasher: Equal/1 Hash/0
        image.Image: At/1 Bounds/1 ColorModel/1
        image.PalettedImage: At/1 Bounds/1 ColorIndexAt/1 ColorModel/1
        image.RGBA64Image: At/1 Bounds/1 ColorModel/1 RGBA64At/1
        image/color.Color: RGBA/4
        image/color.Model: Convert/1
        image/draw.Drawer: Draw/0
        image/draw.Image: At/1 Bounds/1 ColorModel/1 Set/0
        image/draw.Quantizer: Quantize/1
        image/draw.RGBA64Image: At/1 Bounds/1 ColorModel/1 RGBA64At/1 Set/0 SetRGBA64/0
        image/jpeg.Reader: Read/2 ReadByte/2
        image/png.EncoderBufferPool: Get/1 Put/0
        io.ByteReader: ReadByte/2
        io.ByteScanner: ReadByte/2 UnreadByte/1
        io.ByteWriter: WriteByte/1
        io.Closer: Close/1
        io.ReadCloser: Close/1 Read/2
        io.ReadSeekCloser: Close/1 Read/2 Seek/2
        io.ReadSeeker: Read/2 Seek/2
        io.ReadWriteCloser: Close/1 Read/2 Write/2
        io.ReadWriteSeeker: Read/2 Seek/2 Write/2
        io.ReadWriter: Read/2 Write/2
        io.Reader: Read/2
        io.ReaderAt: ReadAt/2
        io.ReaderFrom: ReadFrom/2
        io.RuneReader: ReadRune/3
        io.RuneScanner: ReadRune/3 UnreadRune/1
        io.Seeker: Seek/2
        io.StringWriter: WriteString/2
        io.WriteCloser: Close/1 Write/2
        io.WriteSeeker: Seek/2 Write/2
        io.Writer: Write/2
        io.WriterAt: WriteAt/2
        io.WriterTo: WriteTo/2
        io/fs.DirEntry: Info/2 IsDir/1 Name/1 Type/1
        io/fs.FS: Open/2
        io/fs.File: Close/1 Read/2 Stat/2
        io/fs.FileInfo: IsDir/1 ModTime/1 Mode/1 Name/1 Size/1 Sys/1
        io/fs.GlobFS: Glob/2 Open/2
        io/fs.ReadDirFS: Open/2 ReadDir/2
        io/fs.ReadDirFile: Close/1 Read/2 ReadDir/2 Stat/2
        io/fs.ReadFileFS: Open/2 ReadFile/2
        io/fs.ReadLinkFS: Lstat/2 Open/2 ReadLink/2
        io/fs.StatFS: Open/2 Stat/2
        io/fs.SubFS: Open/2 Sub/2
        log/slog.Handler: Enabled/1 Handle/1 WithAttrs/1 WithGroup/1
        log/slog.Leveler: Level/1
        log/slog.LogValuer: LogValue/1
        math/rand.Source: Int63/1 Seed/0
        math/rand.Source64: Int63/1 Seed/0 Uint64/1
        math/rand/v2.Source: Uint64/1
        mime/multipart.File: Close/1 Read/2 ReadAt/2 Seek/2
        net.Addr: Network/1 String/1
        net.Conn: Close/1 LocalAddr/1 Read/2 RemoteAddr/1 SetDeadline/1 SetReadDeadline/1 SetWriteDeadline/1 Write/2
        net.Error: Error/1 Temporary/1 Timeout/1
        net.Listener: Accept/2 Addr/1 Close/1
        net.PacketConn: Close/1 LocalAddr/1 ReadFrom/3 SetDeadline/1 SetReadDeadline/1 SetWriteDeadline/1 WriteTo/2
        net/http.CloseNotifier: CloseNotify/1
        net/http.CookieJar: Cookies/1 SetCookies/0
        net/http.File: Close/1 Read/2 Readdir/2 Seek/2 Stat/2
        net/http.FileSystem: Open/2
        net/http.Flusher: Flush/0
        net/http.Handler: ServeHTTP/0
        net/http.Hijacker: Hijack/3
        net/http.Pusher: Push/1
        net/http.ResponseWriter: Header/1 Write/2 WriteHeader/0
        net/http.RoundTripper: RoundTrip/2
        net/http/cookiejar.PublicSuffixList: PublicSuffix/1 String/1
        net/http/httputil.BufferPool: Get/1 Put/0
        net/rpc.ClientCodec: Close/1 ReadResponseBody/1 ReadResponseHeader/1 WriteRequest/1
        net/rpc.ServerCodec: Close/1 ReadRequestBody/1 ReadRequestHeader/1 WriteResponse/1
        net/smtp.Auth: Next/2 Start/3
        os.Signal: Signal/0 String/1
        runtime.Error: Error/1 RuntimeError/0
        sort.Interface: Len/1 Less/1 Swap/0
        sync.Locker: Lock/0 Unlock/0
        text/template/parse.Node: Copy/1 Position/1 String/1 Type/1
        """

    /// A package and interfaces: the functions, methods, fields and types of the package that take a value of one of those.
    static let takerTable = """
        archive/tar io.Reader: NewReader
        archive/tar io.Writer: NewWriter
        archive/tar io/fs.FS: AddFS
        archive/tar io/fs.FileInfo: FileInfoHeader
        archive/zip io.ReaderAt: NewReader
        archive/zip io.Writer: NewWriter
        archive/zip io/fs.FS: AddFS
        archive/zip io/fs.FileInfo: FileInfoHeader
        bufio io.Reader: NewReader NewReaderSize NewScanner ReadFrom
        bufio io.Reader,io.Writer: Reset
        bufio io.Writer: NewWriter NewWriterSize WriteTo
        bytes io.Reader: ReadFrom
        bytes io.Writer: WriteTo
        compress/bzip2 io.Reader: NewReader
        compress/flate io.Reader: NewReader NewReaderDict
        compress/flate io.Reader,io.Writer: Reset
        compress/flate io.Writer: NewWriter NewWriterDict
        compress/gzip io.Reader: NewReader
        compress/gzip io.Reader,io.Writer: Reset
        compress/gzip io.Writer: NewWriter NewWriterLevel
        compress/lzw io.Reader: NewReader
        compress/lzw io.Reader,io.Writer: Reset
        compress/lzw io.Writer: NewWriter
        compress/zlib io.Reader: NewReader NewReaderDict
        compress/zlib io.Reader,io.Writer: Reset
        compress/zlib io.Writer: NewWriter NewWriterLevel NewWriterLevelDict
        container/heap container/heap.Interface: Fix Init Pop Push Remove
        context context.Context: AfterFunc Cause WithCancel WithCancelCause WithDeadline WithDeadlineCause WithTimeout
          WithTimeoutCause WithValue WithoutCancel
        crypto crypto.Signer,crypto.SignerOpts,io.Reader: SignMessage
        crypto crypto.SignerOpts,io.Reader: Sign
        crypto io.Reader: Decrypt
        crypto/cipher crypto/cipher.Block: NewCBCDecrypter NewCBCEncrypter NewCFBDecrypter NewCFBEncrypter NewCTR NewGCM
          NewGCMWithNonceSize NewGCMWithRandomNonce NewGCMWithTagSize NewOFB
        crypto/cipher crypto/cipher.Stream: S
        crypto/cipher crypto/cipher.Stream,io.Reader: StreamReader
        crypto/cipher crypto/cipher.Stream,io.Writer: StreamWriter
        crypto/cipher io.Reader: R
        crypto/cipher io.Writer: W
        crypto/dsa io.Reader: GenerateKey GenerateParameters Sign
        crypto/ecdh io.Reader: GenerateKey
        crypto/ecdsa crypto.SignerOpts,io.Reader: Sign
        crypto/ecdsa crypto/elliptic.Curve: Curve ParseRawPrivateKey ParseUncompressedPublicKey PublicKey
        crypto/ecdsa crypto/elliptic.Curve,io.Reader: GenerateKey
        crypto/ecdsa io.Reader: SignASN1
        crypto/ed25519 crypto.SignerOpts,io.Reader: Sign
        crypto/ed25519 io.Reader: GenerateKey
        crypto/elliptic crypto/elliptic.Curve: Marshal MarshalCompressed Unmarshal UnmarshalCompressed
        crypto/elliptic crypto/elliptic.Curve,io.Reader: GenerateKey
        crypto/rand io.Reader: Int Prime Reader
        crypto/rsa crypto.SignerOpts,io.Reader: Sign
        crypto/rsa hash.Hash,io.Reader: DecryptOAEP EncryptOAEP
        crypto/rsa io.Reader: Decrypt DecryptPKCS1v15 DecryptPKCS1v15SessionKey EncryptOAEPWithOptions EncryptPKCS1v15
          GenerateKey GenerateMultiPrimeKey SignPKCS1v15 SignPSS
        crypto/tls context.Context: DialContext HandshakeContext Start
        crypto/tls crypto/tls.ClientSessionCache: ClientSessionCache
        crypto/tls crypto/tls.ClientSessionCache,io.Reader,io.Writer: Config
        crypto/tls io.Reader: Rand
        crypto/tls io.Writer: KeyLogWriter
        crypto/tls net.Conn: Client ClientHelloInfo ClientHelloInfoConn Conn QUICConfig RecordHeaderError Server
        crypto/tls net.Listener: NewListener
        crypto/x509 crypto.Signer,io.Reader: CreateRevocationList
        crypto/x509 io.Reader: CreateCRL CreateCertificate CreateCertificateRequest EncryptPEMBlock
        database/sql context.Context: BeginTx Conn ExecContext PingContext PrepareContext QueryContext QueryRowContext
          StmtContext
        database/sql database/sql/driver.Connector: OpenDB
        database/sql database/sql/driver.Driver: Register
        database/sql/driver context.Context: BeginTx Connect ExecContext Ping PrepareContext QueryContext ResetSession
        database/sql/driver database/sql/driver.ValueConverter: Converter NotNull Null
        encoding/ascii85 io.Reader: NewDecoder
        encoding/ascii85 io.Writer: NewEncoder
        encoding/base32 io.Reader: NewDecoder
        encoding/base32 io.Writer: NewEncoder
        encoding/base64 io.Reader: NewDecoder
        encoding/base64 io.Writer: NewEncoder
        encoding/binary encoding/binary.ByteOrder: Append Decode Encode
        encoding/binary encoding/binary.ByteOrder,io.Reader: Read
        encoding/binary encoding/binary.ByteOrder,io.Writer: Write
        encoding/binary io.ByteReader: ReadUvarint ReadVarint
        encoding/csv io.Reader: NewReader
        encoding/csv io.Writer: NewWriter
        encoding/gob io.Reader: NewDecoder
        encoding/gob io.Writer: NewEncoder
        encoding/hex io.Reader: NewDecoder
        encoding/hex io.Writer: Dumper NewEncoder
        encoding/json io.Reader: NewDecoder
        encoding/json io.Writer: NewEncoder
        encoding/pem io.Writer: Encode
        encoding/xml encoding/xml.TokenReader: NewTokenDecoder
        encoding/xml io.Reader: NewDecoder
        encoding/xml io.Writer: Escape EscapeText NewEncoder
        expvar expvar.Var: KeyValue Publish Set Value
        flag encoding.TextMarshaler,encoding.TextUnmarshaler: TextVar
        flag flag.Value: Flag Value Var
        flag io.Writer: SetOutput
        fmt fmt.ScanState: Scan
        fmt fmt.State: Format FormatString
        fmt io.Reader: Fscan Fscanf Fscanln
        fmt io.Writer: Fprint Fprintf Fprintln
        html/template io.Writer: Execute ExecuteTemplate HTMLEscape JSEscape
        html/template io/fs.FS: ParseFS
        image image/color.Color: C Convert NewUniform Set Uniform
        image image/color.Model: ColorModel Config
        image io.Reader: Decode DecodeConfig
        image/color image/color.Color: Convert Index
        image/color image/color.Model: Alpha16Model AlphaModel CMYKModel Gray16Model GrayModel NRGBA64Model NRGBAModel
          NYCbCrAModel RGBA64Model RGBAModel YCbCrModel
        image/color/palette image/color.Color: Plan9 WebSafe
        image/draw image.Image: Quantize
        image/draw image.Image,image/draw.Image: Draw DrawMask
        image/draw image/color.Color: Set
        image/draw image/draw.Drawer: FloydSteinberg
        image/gif image.Image,io.Writer: Encode
        image/gif image/draw.Drawer: Drawer
        image/gif image/draw.Drawer,image/draw.Quantizer: Options
        image/gif image/draw.Quantizer: Quantizer
        image/gif io.Reader: Decode DecodeAll DecodeConfig
        image/gif io.Writer: EncodeAll
        image/jpeg image.Image,io.Writer: Encode
        image/jpeg io.Reader: Decode DecodeConfig
        image/png image.Image,io.Writer: Encode
        image/png image/png.EncoderBufferPool: BufferPool Encoder
        image/png io.Reader: Decode DecodeConfig
        index/suffixarray io.Reader: Read
        index/suffixarray io.Writer: Write
        io io.Reader: LimitReader LimitedReader MultiReader NopCloser R ReadAll ReadAtLeast ReadFrom ReadFull
        io io.Reader,io.Writer: Copy CopyBuffer CopyN TeeReader
        io io.ReaderAt: NewSectionReader
        io io.Writer: Discard MultiWriter WriteString WriteTo
        io io.WriterAt: NewOffsetWriter
        io/fs io/fs.DirEntry: FormatDirEntry
        io/fs io/fs.FS: Glob Lstat ReadDir ReadFile ReadLink Stat Sub WalkDir
        io/fs io/fs.FileInfo: FileInfoToDirEntry FormatFileInfo
        io/ioutil io.Reader: NopCloser ReadAll
        io/ioutil io.Writer: Discard
        log io.Writer: New SetOutput
        log/slog context.Context: DebugContext Enabled ErrorContext Handle InfoContext Log LogAttrs WarnContext
        log/slog io.Writer: NewJSONHandler NewTextHandler
        log/slog log/slog.Handler: DiscardHandler New NewLogLogger NewMultiHandler
        log/slog log/slog.Leveler: HandlerOptions Level
        math/big fmt.ScanState: Scan
        math/big fmt.State: Format
        math/rand math/rand.Source: New
        math/rand/v2 math/rand/v2.Source: New
        mime/multipart io.Reader: NewReader
        mime/multipart io.Writer: NewWriter
        mime/quotedprintable io.Reader: NewReader
        mime/quotedprintable io.Writer: NewWriter
        net context.Context: DialContext DialIP DialTCP DialUDP DialUnix Listen ListenPacket LookupAddr LookupCNAME
          LookupHost LookupIP LookupIPAddr LookupMX LookupNS LookupNetIP LookupPort LookupSRV LookupTXT
        net io.Reader: ReadFrom
        net io.Writer,net.Addr: WriteTo
        net net.Addr: Addr Dialer LocalAddr OpError Source
        net/http context.Context: Clone NewClientConn Shutdown WithContext
        net/http context.Context,io.Reader: NewRequestWithContext
        net/http io.ReadCloser: Body Request Response
        net/http io.ReadCloser,net/http.ResponseWriter: MaxBytesReader
        net/http io.ReadSeeker,net/http.ResponseWriter: ServeContent
        net/http io.Reader: NewRequest Post
        net/http io.Writer: Write WriteProxy WriteSubset
        net/http io/fs.FS: FS FileServerFS NewFileTransportFS
        net/http io/fs.FS,net/http.ResponseWriter: ServeFileFS
        net/http net.Listener,net/http.Handler: Serve ServeTLS
        net/http net/http.CookieJar: Jar
        net/http net/http.CookieJar,net/http.RoundTripper: Client
        net/http net/http.FileSystem: FileServer NewFileTransport
        net/http net/http.Handler: AllowQuerySemicolons Handle Handler ListenAndServe ListenAndServeTLS MaxBytesHandler
          Server SetDenyHandler StripPrefix TimeoutHandler
        net/http net/http.ResponseWriter: Error NewResponseController NotFound Redirect ServeFile ServeHTTP SetCookie
        net/http net/http.RoundTripper: DefaultTransport RegisterProtocol Transport
        net/http/cgi io.Writer: Stderr
        net/http/cgi io.Writer,net/http.Handler: Handler
        net/http/cgi net/http.Handler: PathLocationHandler Serve
        net/http/cgi net/http.ResponseWriter: ServeHTTP
        net/http/cookiejar net/http/cookiejar.PublicSuffixList: Options PublicSuffixList
        net/http/fcgi net.Listener,net/http.Handler: Serve
        net/http/httptest context.Context,io.Reader: NewRequestWithContext
        net/http/httptest io.Reader: NewRequest
        net/http/httptest net.Listener: Listener Server
        net/http/httptest net/http.Handler: NewServer NewTLSServer NewUnstartedServer
        net/http/httptest net/http.Handler: NewTestServer
        net/http/httptrace context.Context: ContextClientTrace WithClientTrace
        net/http/httptrace net.Conn: Conn GotConnInfo
        net/http/httputil io.Reader: NewChunkedReader
        net/http/httputil io.Writer: NewChunkedWriter
        net/http/httputil net.Conn: NewClientConn NewProxyClientConn NewServerConn
        net/http/httputil net/http.ResponseWriter: ServeHTTP
        net/http/httputil net/http.RoundTripper: Transport
        net/http/httputil net/http.RoundTripper,net/http/httputil.BufferPool: ReverseProxy
        net/http/httputil net/http/httputil.BufferPool: BufferPool
        net/http/pprof net/http.ResponseWriter: Cmdline Index Profile Symbol Trace
        net/mail io.Reader: Body Message ReadMessage
        net/rpc io.ReadWriteCloser: NewClient ServeConn
        net/rpc net.Listener: Accept
        net/rpc net/http.ResponseWriter: ServeHTTP
        net/rpc net/rpc.ClientCodec: NewClientWithCodec
        net/rpc net/rpc.ServerCodec: ServeCodec ServeRequest
        net/rpc/jsonrpc io.ReadWriteCloser: NewClient NewClientCodec NewServerCodec ServeConn
        net/smtp net.Conn: NewClient
        net/smtp net/smtp.Auth: Auth SendMail
        net/textproto io.ReadWriteCloser: NewConn
        os io.Reader: ReadFrom
        os io.Writer: WriteTo
        os io/fs.FS: CopyFS
        os io/fs.FileInfo: SameFile
        os os.Signal: Interrupt Kill Signal
        os/exec context.Context: CommandContext
        os/exec io.Reader: Stdin
        os/exec io.Reader,io.Writer: Cmd
        os/exec io.Writer: Stderr Stdout
        os/signal context.Context,os.Signal: NotifyContext
        os/signal os.Signal: Ignore Ignored Notify Reset
        regexp io.RuneReader: FindReaderIndex FindReaderSubmatchIndex MatchReader
        runtime/coverage io.Writer: WriteCounters WriteMeta
        runtime/pprof context.Context: Do ForLabels Label SetGoroutineLabels WithLabels
        runtime/pprof io.Writer: StartCPUProfile WriteHeapProfile WriteTo
        runtime/trace context.Context: Log Logf NewTask StartRegion WithRegion
        runtime/trace io.Writer: Start WriteTo
        sort sort.Interface: IsSorted Reverse Sort Stable
        strings io.Writer: WriteString WriteTo
        sync sync.Locker: Cond L NewCond
        text/scanner io.Reader: Init
        text/tabwriter io.Writer: Init NewWriter
        text/template io.Writer: Execute ExecuteTemplate HTMLEscape JSEscape
        text/template io/fs.FS: ParseFS
        """
}
