//! Whole messages of the service, each for one body that is refused.

use pkcs10::lxca::{MemoryStore, Service};

#[test]
fn each_message_says_what_where_why_and_what_to_send() {
    let service = Service::new(MemoryStore::new());
    super::golden::check("tests/data/sentences/lxca.txt", |body| {
        let response = service.post(body.as_bytes());
        assert_ne!(response.status().code(), 200, "{body}");
        let messages = response.messages().iter().map(|message| {
            let [id, text] = [message.id(), message.text()];
            let [why, recovery] = [message.explanation(), message.recovery()];
            format!("{id}: {text}\n    {why}\n    {recovery}\n")
        });
        messages.collect()
    });
}
