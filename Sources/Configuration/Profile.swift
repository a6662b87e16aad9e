/// A kind of repository, and what is asked otherwise of it: data of the catalogue.
package struct Profile: Sendable, Equatable {
    package var name: String
    package var title: String
    package var words: String
    package var controls: [Settings.ControlEntry]
    package var areas: [Settings.AreaEntry]
}
