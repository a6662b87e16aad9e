/// Paths of files that generators write, by the names that they give them. What they hold follows from other files, or is data.
///
/// It is for files that could not be read; of the others the analyzers know by their first lines.
package enum GeneratedPaths {
    /// protobuf, gRPC and its gateway; go-bindata, vfsgen, statik, pkger, packr and rice, which hold files as text; stringer,
    /// easyjson, msgp, mockgen, wire; Kubernetes' generators.
    private static let endings = [
        ".pb.go", ".pb.gw.go", ".pb.validate.go", "_grpc.pb.go", "_pb2.py", "_pb2_grpc.py", "_vfsdata.go", "bindata.go",
        "bindata_assetfs.go", "statik.go", "pkged.go", "-packr.go", "rice-box.go", "_string.go", "_easyjson.go",
        "_gen.go", ".gen.go", "_generated.go", ".generated.go", "wire_gen.go",
    ]

    /// Whether a file of this name is one that a generator writes.
    package static func isGenerated(_ path: String) -> Bool {
        let name = path.split(separator: "/").last ?? ""
        return name.hasPrefix("zz_generated") || endings.contains(where: name.hasSuffix)
    }
}
