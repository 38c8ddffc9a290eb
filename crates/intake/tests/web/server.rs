//! A web server on this machine that misbehaves on demand.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader, Write as _},
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// One request that came.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) path: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) at: Instant,
}

/// What is sent back: bytes as they are, with pauses between them.
pub(crate) enum Reply {
    /// These bytes, then the connection is closed.
    Raw(Vec<u8>),
    /// These bytes one by one, with a pause before each.
    Drip(Vec<u8>, Duration),
    /// A head, then the same chunk until the other side has had enough, at most so many bytes.
    Endless(Vec<u8>, Vec<u8>, u64),
    /// Nothing, for as long as the server lives.
    Silence,
}

/// An answer with a body and its right length.
pub(crate) fn page(status: &str, headers: &[&str], body: &[u8]) -> Reply {
    let mut bytes = head(status, headers, Some(body.len()));
    bytes.extend_from_slice(body);
    Reply::Raw(bytes)
}

/// The head of an answer; connections are not kept open.
pub(crate) fn head(status: &str, headers: &[&str], length: Option<usize>) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status}\r\nConnection: close\r\n");
    for header in headers {
        head += &format!("{header}\r\n");
    }
    if let Some(length) = length {
        head += &format!("Content-Length: {length}\r\n");
    }
    (head + "\r\n").into_bytes()
}

/// The server; it stops when it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
    stop: Arc<AtomicBool>,
    sent: Arc<Mutex<u64>>,
}

impl Server {
    /// A server on `127.0.0.1` that answers by path; it has no robots.txt unless `answer` gives one.
    pub(crate) fn start(answer: impl Fn(&Request) -> Option<Reply> + Send + Sync + 'static) -> Self {
        Self::start_on(IpAddr::V4(Ipv4Addr::LOCALHOST), answer)
    }

    pub(crate) fn start_on(ip: IpAddr, answer: impl Fn(&Request) -> Option<Reply> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((ip, 0)).expect("a port of this machine");
        let address = listener.local_addr().expect("it has an address");
        let server = Self { address, requests: Arc::default(), stop: Arc::default(), sent: Arc::default() };
        let (requests, stop, sent) = (server.requests.clone(), server.stop.clone(), server.sent.clone());
        let answer = Arc::new(answer);
        std::thread::spawn(move || {
            for connection in listener.incoming() {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                let (requests, stop, sent, answer) = (requests.clone(), stop.clone(), sent.clone(), answer.clone());
                std::thread::spawn(move || {
                    if let Ok(stream) = connection
                        && let Some(request) = read(&stream)
                    {
                        requests.lock().expect("no thread has failed").push(request.clone());
                        let missing = page("404 Not Found", &[], b"");
                        serve(stream, answer(&request).unwrap_or(missing), &stop, &sent);
                    }
                });
            }
        });
        server
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// The requests for anything but robots.txt, in the order in which they came.
    pub(crate) fn requests(&self) -> Vec<Request> {
        let all = self.requests.lock().expect("no thread has failed");
        all.iter().filter(|request| request.path != "/robots.txt").cloned().collect()
    }

    /// Bytes of endless bodies that were sent.
    pub(crate) fn sent(&self) -> u64 {
        *self.sent.lock().expect("no thread has failed")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for connections; if that fails, it ends with the process.
        let _ = TcpStream::connect(self.address);
    }
}

fn read(stream: &TcpStream) -> Option<Request> {
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next()?.ok()?;
    let path = first.split(' ').nth(1)?.to_owned();
    let mut headers = BTreeMap::new();
    for line in lines {
        let line = line.ok()?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    Some(Request { path, headers, at: Instant::now() })
}

/// The other side may go away at any time: that is what is tested.
fn serve(mut stream: TcpStream, reply: Reply, stop: &AtomicBool, sent: &Mutex<u64>) {
    match reply {
        Reply::Raw(bytes) => drop(stream.write_all(&bytes).and_then(|()| stream.flush())),
        Reply::Drip(bytes, pause) => {
            for byte in bytes {
                std::thread::sleep(pause);
                if stop.load(Ordering::SeqCst) || stream.write_all(&[byte]).is_err() {
                    return;
                }
            }
        }
        Reply::Endless(head, chunk, most) => {
            if stream.write_all(&head).is_err() {
                return;
            }
            let mut total = 0;
            while total < most && stream.write_all(&chunk).is_ok() {
                total += chunk.len() as u64;
                *sent.lock().expect("no thread has failed") = total;
            }
        }
        Reply::Silence => {
            while !stop.load(Ordering::SeqCst) {
                std::thread::sleep(Duration::from_millis(10));
            }
        }
    }
}
