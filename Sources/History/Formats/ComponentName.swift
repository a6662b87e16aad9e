/// A component as formats name it.
enum ComponentName {
    /// Nil where the repository as a whole is meant, or several components are: nothing is said of it then.
    static func shown(_ component: String) -> String? {
        component.isEmpty || component == "(repository)" ? nil : component
    }
}
