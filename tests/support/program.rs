//! The program itself, run as its own process.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

use tempfile::NamedTempFile;

/// The program with these arguments, and nothing but these settings around it.
pub fn vestibule(arguments: &[&str], settings: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vestibule"));
    command.args(arguments).env_clear().envs(settings.iter().copied()).current_dir(std::env::temp_dir()).stdin(Stdio::null());
    command
}

/// The program, listening on a port of its own.
pub struct Running {
    pub process: Child,
    pub port: u16,
    /// What it said on being ready.
    pub greeting: String,
    log: NamedTempFile,
}

impl Running {
    pub fn start(database: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::start_with(&[("DATABASE_URL", database), ("DATA_DIR", folder.path().to_str().unwrap())])
    }

    pub fn start_with(settings: &[(&str, &str)]) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let listen = format!("127.0.0.1:{port}");
        let settings = [&[("VESTIBULE_ENV", "development"), ("LISTEN", &listen), ("NO_COLOR", "1")], settings].concat();
        // A file takes all of it, where a pipe that nobody reads would stop the program.
        let log = NamedTempFile::new().unwrap();
        let mut process = vestibule(&[], &settings).stdout(Stdio::piped()).stderr(log.reopen().unwrap()).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap());
        let mut greeting = String::new();
        while !greeting.contains("Mailbox") {
            assert!(lines.read_line(&mut greeting).unwrap() > 0, "the portal ended at once");
        }
        Self { process, port, greeting, log }
    }

    pub fn get(&self, page: &str) -> String {
        self.raw(format!("GET {page} HTTP/1.1\r\nhost: localhost:{}\r\nconnection: close\r\n\r\n", self.port).as_bytes())
    }

    /// Sends these bytes, and reads until the connection is closed or silent.
    pub fn raw(&self, request: &[u8]) -> String {
        let began = Instant::now();
        let mut stream = loop {
            match TcpStream::connect(("127.0.0.1", self.port)) {
                Ok(stream) => break stream,
                Err(error) => assert!(began.elapsed() < Duration::from_secs(5), "{error}"),
            }
        };
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        // It may answer, and close, before it has read everything.
        let _ = stream.write_all(request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    pub fn terminate(&self) {
        let pid = rustix::process::Pid::from_raw(self.process.id().try_into().unwrap()).unwrap();
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    }

    /// How it ended, and what it wrote into its log.
    pub fn end(mut self) -> (ExitStatus, String) {
        let status = self.process.wait().unwrap();
        (status, String::from_utf8_lossy(&fs::read(self.log.path()).unwrap()).into_owned())
    }
}
