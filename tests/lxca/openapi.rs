//! The OpenAPI document, written from the profiles. `examples/axum_host` checks its responses by it, and
//! `scripts/interop` whether it is valid.

use std::path::Path;

use pkcs10::lxca::{OPENAPI, Status};
use pkcs10::profiles::{Envelope, Field, Target};
use pkcs10::{AttributeType, GeneralNameType, Profile};
use serde_json::{Map, Value, json};

const GENERATE: &str = "/redfish/v1/CertificateService/Actions/CertificateService.GenerateCSR";
const ACTIONS: &str =
    "/redfish/v1/Managers/{ManagerId}/NetworkProtocol/HTTPS/Certificates/{CertificateId}/Actions";

#[test]
fn the_openapi_document_is_that_of_the_profiles() {
    let written = serde_json::to_string_pretty(&document()).unwrap() + "\n";
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lxca/openapi.json");
        std::fs::write(path, written).unwrap();
        return;
    }
    assert!(written == OPENAPI, "src/lxca/openapi.json; UPDATE_OPENAPI=1 writes it anew");
}

fn document() -> Value {
    let bodies = Profile::BUILT_IN.iter().chain([&Profile::REDFISH_REKEY, &Profile::REDFISH_RENEW]);
    let mut schemas: Map<String, Value> =
        bodies.map(|profile| (component(profile), body(profile))).collect();
    schemas.extend(responses());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Certification requests of management servers",
            "version": env!("CARGO_PKG_VERSION"),
            "license": {"name": "Apache-2.0 OR MIT", "identifier": "Apache-2.0 OR MIT"},
            "description": "LXCA's `/certificateSigningRequest`, and GenerateCSR, Rekey and Renew of Redfish. `null` is the same as leaving a member out; where annotations pass, an empty string is too. A host that is made for another profile than `lxca` or `redfish` takes the body of that name in their place.",
        },
        "security": [{"basic": []}],
        "paths": paths(),
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "basic": {"type": "http", "scheme": "basic"},
                "session": {"type": "apiKey", "in": "header", "name": "X-Auth-Token"},
            },
        },
    })
}

/// The name of a body: a colon is not allowed there.
fn component(profile: &Profile) -> String {
    profile.id().replace(':', ".")
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// A body, as its profile has it.
fn body(profile: &Profile) -> Value {
    let mut schema = object(profile);
    schema["description"] = profile.name().into();
    for field in profile.fields() {
        let is_required = profile.required().contains(&field.name());
        // A dot stands between the name of an object and that of a member in it.
        let mut parent = &mut schema;
        let mut steps = field.name().split('.').peekable();
        while let Some(step) = steps.next() {
            if is_required {
                let required = parent["required"].as_array_mut().unwrap();
                if !required.contains(&step.into()) {
                    required.push(step.into());
                }
            }
            let is_last = steps.peek().is_none();
            let member = &mut parent["properties"][step];
            if member.is_null() {
                *member = if is_last { value(profile, field) } else { object(profile) };
            }
            parent = member;
        }
    }
    dependencies(profile, &mut schema);
    schema
}

/// What a member is nothing without: the type and the value of a name, and a password that is to be added.
fn dependencies(profile: &Profile, schema: &mut Value) {
    let with = |target: &Target| profile.fields().iter().find(|field| field.target() == target);
    for field in profile.fields() {
        let other = match field.target() {
            Target::NameType(number) => Target::NameValue(*number),
            Target::NameValue(number) => Target::NameType(*number),
            Target::AddChallengePassword => {
                let password = with(&Target::ChallengePassword).unwrap().name();
                let yes = field.words().iter().find(|(_, meaning)| *meaning == "true").unwrap().0;
                let name = field.name();
                schema["if"] = json!({"properties": {name: {"const": yes}}, "required": [name]});
                schema["then"] = json!({"required": [password]});
                continue;
            }
            _ => continue,
        };
        schema["dependentRequired"][field.name()] = json!([with(&other).unwrap().name()]);
    }
}

/// An object without members yet.
fn object(profile: &Profile) -> Value {
    let mut schema =
        json!({"type": "object", "properties": {}, "required": [], "additionalProperties": false});
    if profile.has_annotations() {
        schema["patternProperties"] = json!({r"^[^@]*@(odata|Redfish|Message)\.": {}});
    }
    schema
}

/// The value of a member.
fn value(profile: &Profile, field: &Field) -> Value {
    let words: Vec<Value> = field.words().iter().map(|(word, _)| (*word).into()).collect();
    let strings = || {
        if words.is_empty() {
            json!({"type": "string"})
        } else {
            json!({"type": "string", "enum": words})
        }
    };
    let number = |word: &Value| word.as_str().and_then(|word| word.parse::<u64>().ok()).unwrap();
    let mut default = field.default_value().map(Value::from);
    let link = json!({"type": "object", "properties": {"@odata.id": {"type": "string"}}, "required": ["@odata.id"]});
    let mut schema = match field.target() {
        Target::Subject(AttributeType::Country) => {
            json!({"type": "string", "pattern": "^[A-Z]{2}$"})
        }
        Target::Subject(attribute) => {
            json!({"type": "string", "minLength": 1, "maxLength": profile.limit(attribute)})
        }
        Target::TypedNames => {
            let types: Vec<_> = GeneralNameType::ALL.iter().map(|of| of.as_str()).collect();
            let name = json!({"type": "object", "additionalProperties": false, "required": ["type", "name"],
                "properties": {"type": {"type": "string", "enum": types}, "name": {"type": "string"}}});
            json!({"type": "object", "additionalProperties": false, "required": ["generalNames"],
                "properties": {"generalNames": {"type": "array", "minItems": 1, "items": name}}})
        }
        Target::Names | Target::KeyUsage => json!({"type": "array", "items": strings()}),
        Target::KeyBits => {
            default = default.map(|word| number(&word).into());
            json!({"type": "integer", "enum": words.iter().map(number).collect::<Vec<_>>()})
        }
        Target::HostAddresses => json!({"type": "boolean"}),
        Target::Link => link,
        Target::LinkOrText => json!({"anyOf": [link, {"type": "string"}]}),
        Target::Refused(why) => {
            json!({"const": "", "description": format!("{} {why}", field.name())})
        }
        _ => strings(),
    };
    if let Some(max) = field.limit() {
        let is_list = schema["type"] == "array";
        schema[if is_list { "maxItems" } else { "maxLength" }] = max.into();
    }
    if !field.forbidden().is_empty() {
        schema["pattern"] = format!("^[^{}]*$", field.forbidden()).into();
    }
    if let Some(default) = default {
        schema["default"] = default;
    }
    schema
}

fn paths() -> Value {
    let redfish_post = |id: &str, profile: &Profile, answer: &str, more: &[Status]| {
        let is_required = !profile.required().is_empty();
        let mut operation = operation(id, Envelope::Redfish, answer, more);
        operation["security"] = json!([{"basic": []}, {"session": []}]);
        with_body(operation, profile, is_required, Envelope::Redfish)
    };
    let action = |id: &str, profile: &Profile| {
        let parameter = |name: &str| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}});
        json!({
            "parameters": [parameter("ManagerId"), parameter("CertificateId")],
            "post": redfish_post(id, profile, "CertificateResponse", &[Status::NotFound]),
        })
    };
    let path = json!([{"name": "path", "in": "query", "required": true, "schema": {"type": "string"},
        "description": "The path in the response to the POST."}]);
    let of_path = |id: &str, answer: &str| {
        let mut operation = operation(id, Envelope::Lxca, answer, &[Status::NotFound]);
        operation["parameters"] = path.clone();
        operation
    };
    let post = operation("createRequest", Envelope::Lxca, "PostResponse", &[]);
    json!({
        "/certificateSigningRequest": {
            "post": with_body(post, &Profile::LXCA, true, Envelope::Lxca),
            "get": of_path("readRequest", "GetResponse"),
            "delete": of_path("deleteRequest", "DeleteResponse"),
        },
        GENERATE: {"post": redfish_post("generateCSR", &Profile::REDFISH, "GenerateCSRResponse", &[])},
        format!("{ACTIONS}/Certificate.Rekey"): action("rekey", &Profile::REDFISH_REKEY),
        format!("{ACTIONS}/Certificate.Renew"): action("renew", &Profile::REDFISH_RENEW),
    })
}

/// An operation with what answers it: 200, or a status that each operation has, or one of these.
fn operation(id: &str, envelope: Envelope, answer: &str, more: &[Status]) -> Value {
    let mut operation = json!({"operationId": id, "responses": {}});
    let all = [Status::Completed, Status::Unauthorized, Status::Failed];
    for status in all.iter().chain(more) {
        add_response(&mut operation, *status, envelope, answer);
    }
    operation
}

fn add_response(operation: &mut Value, status: Status, envelope: Envelope, answer: &str) {
    let (text, schema) = match (status, envelope) {
        (Status::Completed, _) => ("The request completed.", answer),
        (_, Envelope::Redfish) => (meaning(status), "Error"),
        (_, _) => (meaning(status), "Failure"),
    };
    operation["responses"][status.code().to_string()] = json!({
        "description": text,
        "content": {"application/json": {"schema": reference(schema)}},
    });
}

const fn meaning(status: Status) -> &'static str {
    match status {
        Status::Completed => "The request completed.",
        Status::Refused => "The body is not valid: one message for each fault.",
        Status::Unauthorized => "The caller is not authenticated.",
        Status::NotFound => "There is no such resource.",
        Status::NotAllowed => "The resource does not have the operation.",
        Status::TooLarge => "The body is longer than the host accepts.",
        Status::MediaType => "The body is not JSON by its header.",
        Status::Failed => "An internal error.",
    }
}

fn with_body(
    mut operation: Value,
    profile: &Profile,
    is_required: bool,
    envelope: Envelope,
) -> Value {
    operation["requestBody"] = json!({
        "required": is_required,
        "content": {"application/json": {"schema": reference(&component(profile))}},
    });
    for status in [Status::Refused, Status::TooLarge, Status::MediaType] {
        add_response(&mut operation, status, envelope, "");
    }
    operation
}

/// An object with exactly these members.
fn closed(members: Value) -> Value {
    let names: Vec<_> = members.as_object().unwrap().keys().cloned().collect();
    json!({"type": "object", "properties": members, "required": names, "additionalProperties": false})
}

fn responses() -> Map<String, Value> {
    let text = json!({"type": "string"});
    let csr = json!({"type": "string", "pattern": "^-----BEGIN CERTIFICATE REQUEST-----\n"});
    let link = closed(json!({"@odata.id": text}));
    let messages = json!({"type": "array", "minItems": 1, "items": reference("Message")});
    let lxca = |response: Value, result: &str| {
        closed(
            json!({"response": closed(response), "result": {"const": result}, "messages": messages}),
        )
    };
    let message = closed(json!({
        "id": {"type": "string", "pattern": "^(FQXHMSE0001I|PKCS10-[0-9]{4})$"},
        "text": text,
        "explanation": text,
        "recovery": closed(json!({"text": text, "URL": text})),
    }));
    let severity = json!({"enum": ["OK", "Warning", "Critical"]});
    let mut info = closed(json!({
        "@odata.type": text,
        "MessageId": {"type": "string", "pattern": r"^Base\.1\.13\.[A-Za-z]+$"},
        "Message": text,
        "MessageArgs": {"type": "array", "items": text},
        "Severity": severity,
        "MessageSeverity": severity,
        "Resolution": text,
    }));
    // JSON pointers to members of the body.
    info["properties"]["RelatedProperties"] =
        json!({"type": "array", "items": {"type": "string", "pattern": "^#/"}});
    let error = closed(json!({
        "code": {"const": "Base.1.13.GeneralError"},
        "message": text,
        "@Message.ExtendedInfo": {"type": "array", "minItems": 1, "items": reference("ExtendedInfo")},
    }));
    let schemas = [
        ("Message", message),
        (
            "PostResponse",
            lxca(json!({"path": {"type": "string", "pattern": "^[1-9][0-9]*$"}}), "success"),
        ),
        ("GetResponse", lxca(json!({"CSR": csr}), "success")),
        ("DeleteResponse", lxca(json!({}), "success")),
        ("Failure", lxca(json!({}), "failure")),
        ("GenerateCSRResponse", closed(json!({"CSRString": csr, "CertificateCollection": link}))),
        ("CertificateResponse", closed(json!({"CSRString": csr, "Certificate": link}))),
        ("ExtendedInfo", info),
        ("Error", closed(json!({"error": error}))),
    ];
    schemas.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect()
}
