import Models
import Secrets
import Testing

@Suite("Settings whose key says secret")
struct SettingTests {
    private func literals(_ text: String, _ path: String) throws -> [String] {
        try Shipped.matches(text.utf8, path: path).filter { $0.signal == "secret.literal" }.map {
            "\($0.attributes["name"] ?? "") \($0.attributes["placeholder"] ?? "")"
        }
    }

    @Test(
        "Literal values are found",
        arguments: [
            (".env", "DB_PASSWORD=kR7vq2LmZx9T\n", "DB_PASSWORD false"),
            (".env", "export API_KEY='kR7vq2LmZx9TtB4w'\n", "API_KEY false"),
            ("docker-compose.yml", "  POSTGRES_PASSWORD: postgres\n", "POSTGRES_PASSWORD false"),
            ("docker-compose.yml", "  - REDIS_PASSWORD=kR7vq2LmZx9T\n", "REDIS_PASSWORD false"),
            ("docker-compose.yml", "  - GF_SECURITY_ADMIN_PASSWORD=admin\n", "GF_SECURITY_ADMIN_PASSWORD false"),
            ("docker-compose.yml", "  JWT_SECRET: \"change-me-in-production\"\n", "JWT_SECRET false"),
            ("config.yml", "client_secret: \"kR7vq2LmZx9TtB4w\" # of the shop\n", "client_secret false"),
            ("config.toml", "jwt_secret = \"kR7vq2LmZx9TtB4w\"\n", "jwt_secret false"),
            ("app.ini", "password = kR7vq2LmZx9T\n", "password false"),
            ("application.properties", "spring.datasource.password=kR7vq2Lm\n", "spring.datasource.password false"),
            ("Dockerfile", "ENV MYSQL_PASSWORD=secret \\\n", "MYSQL_PASSWORD false"),
            ("docker/web.Dockerfile", "ENV HOST=db DB_PASSWORD=kR7vq2LmZx9T\n", "DB_PASSWORD false"),
            ("Dockerfile", "ENV MYSQL_USER=shop \\\n    MYSQL_PASSWORD=kR7vq2LmZx9T \\\n", "MYSQL_PASSWORD false"),
            ("appsettings.json", "  \"ApiKey\": \"kR7vq2LmZx9TtB4w\",\n", "ApiKey false"),
        ])
    func found(_ path: String, _ text: String, _ expected: String) throws {
        #expect(try literals(text, path) == [expected])
    }

    @Test(
        "Samples are placeholders",
        arguments: [
            (".env", "DB_PASSWORD=changeme\n"), (".env", "API_KEY=your-api-key-1\n"),
            ("a.yml", "api_key: xxxxxxxxxxxx\n"),
            ("a.toml", "token = \"example-token-12345\"\n"), (".env.example", "DB_PASSWORD=kR7vq2LmZx9T\n"),
            ("docker-compose.example.yml", "  JWT_SECRET: change-me-in-production\n"),
            ("tests/app.ini", "password = kR7vq2LmZx9T\n"), ("docs/a.yml", "password: kR7vq2LmZx9T\n"),
        ])
    func placeholders(_ path: String, _ text: String) throws {
        #expect(try literals(text, path).allSatisfy { $0.hasSuffix("true") })
    }

    @Test(
        "What is no secret is not found",
        arguments: [
            ("a.yml", "password: ${DB_PASSWORD}\n"), ("a.yml", "password: {{ .Values.password }}\n"),
            ("docker-compose.yml", "  MYSQL_RANDOM_ROOT_PASSWORD: \"yes\"\n"),
            ("docker-compose.yml", "  REGISTRY_PASSWORD: \"true\"\n"), ("Dockerfile", "ARG DB_PASSWORD\n"),
            ("Dockerfile", "RUN TOKEN=kR7vq2LmZx9TtB4w npm ci\n"),
            ("Dockerfile", "ENV PASSWORD_FILE=/run/secrets/db\n"),
            ("a.yml", "password: \"\"\n"), ("a.yml", "password:\n"), ("a.yml", "password: <password>\n"),
            ("a.yml", "token_url: https://shop.io/token\n"), ("a.yml", "secretName: shop-tls-7f2a\n"),
            ("a.yml", "password: /run/secrets/password1\n"), ("a.yml", "secret: shop-secret\n"),
            ("a.yml", "api_key: 0b1f7e9a-4a1c-4f6e-9a55-1b2c3d4e5f60\n"), ("a.yml", "password: $DB_PASSWORD\n"),
            ("a.yml", "# password: kR7vq2LmZx9T\n"), ("a.yml", "token: access_token\n"),
            ("locale/de.json", "\"password\": \"Passwort\",\n"),
            ("locale/fr.json", "\"password\": \"Mot de passe\",\n"),
            ("package.json", "\"tokenizer\": \"1.2.3\",\n"), ("a.json", "\"max_token\": 4096,\n"),
            ("a.json", "\"eos_token\": \"endoftext12345\",\n"), ("a.json", "\"password\": \"string\",\n"),
            ("a.yml", "password_hash: kR7vq2LmZx9TtB4w\n"), ("a.yml", "secret: sha256:9f86d081884c7d65\n"),
            ("a.yml", "privateKey: *anchor\n"), ("a.yml", "token: app.secrets.Reader\n"),
            ("main.c", "password = kR7vq2LmZx9T\n"), ("a.yml", "public_api_key: kR7vq2LmZx9TtB4w\n"),
        ])
    func nothing(_ path: String, _ text: String) throws { #expect(try literals(text, path).isEmpty) }
}

@Suite("Secrets in manifests of Kubernetes")
struct ManifestTests {
    private func names(_ text: String, _ path: String = "deploy/shop.yaml") throws -> [String] {
        try Shipped.matches(text.utf8, path: path).filter { $0.signal == "kubernetes-secret.literal" }.map {
            "\($0.line) \($0.attributes["name"] ?? "")"
        }
    }

    @Test("A Secret with values")
    func secret() throws {
        let text =
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop\nstringData:\n  password: kR7vq2LmZx9T\ndata:\n  token: a1I3dnEyTG1aeDlU\n"
        #expect(try names(text) == ["6 the key password of a Secret", "8 the key token of a Secret"])
    }

    @Test(
        "A Secret without values of its own",
        arguments: [
            "  password: {{ .Values.password }}", "  password: ${PASSWORD}", "  password: \"\"", "  password: changeme",
            "  password: Y2hhbmdlbWU=", "  # password: kR7vq2LmZx9T", "  tls.crt: |",
        ])
    func template(_ line: String) throws {
        #expect(try names("apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop\ndata:\n\(line)\n").isEmpty)
    }

    @Test("Other kinds and other files hold none")
    func others() throws {
        let body = "\nmetadata:\n  name: shop\ndata:\n  password: kR7vq2LmZx9T\n"
        #expect(try names("apiVersion: v1\nkind: ConfigMap" + body).isEmpty)
        #expect(try names("apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret" + body).isEmpty)
        #expect(try names("apiVersion: v1\nkind: Secret" + body, "main.go").isEmpty)
        #expect(try names("apiVersion: v1\nkind: ConfigMap\n---\napiVersion: v1\nkind: Secret" + body).count == 1)
    }

    @Test("A variable of a container with its value beside it")
    func variable() throws {
        let head =
            "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n      - name: shop\n        env:\n"
        #expect(
            try names(head + "        - name: DB_PASSWORD\n          value: kR7vq2LmZx9T\n") == [
                "10 the variable DB_PASSWORD"
            ])
        #expect(try names(head + "        - name: DB_HOST\n          value: kR7vq2LmZx9T\n").isEmpty)
        #expect(
            try names(head + "        - name: DB_PASSWORD\n          valueFrom:\n            secretKeyRef:\n").isEmpty)
        #expect(try names(head + "        - name: DB_PASSWORD\n          value: $(PASSWORD)\n").isEmpty)
    }
}
