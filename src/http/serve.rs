//! Accepts connections, with a deadline for whoever sends headers by the byte or nothing at all, and ends in order: no new
//! requests, time for those under way, then out.
//!
//! HTTP/1.1 only: browsers speak HTTP/2 over TLS alone, which ends at the proxy in front.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Result;
use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tower::ServiceExt;

/// How long headers may take to arrive, also on a connection that is kept open.
const HEADER_DEADLINE: Duration = Duration::from_secs(15);
/// The most that headers may hold.
const HEADER_BYTES: usize = 32 * 1024;
/// The most connections at a time; further ones wait to be accepted.
const MOST_CONNECTIONS: usize = 10_000;
/// How long requests under way may take once the portal is asked to stop.
const GRACE: Duration = Duration::from_secs(20);

/// Serves until `stop` is done.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) -> Result<()> {
    serve_at_most(MOST_CONNECTIONS, listener, router, stop).await
}

async fn serve_at_most(most: usize, listener: TcpListener, router: Router, stop: impl Future<Output = ()>) -> Result<()> {
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(HEADER_DEADLINE).max_buf_size(HEADER_BYTES);
    let connections = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(most));
    let mut stop = std::pin::pin!(stop);
    loop {
        // Also when there is no room: whoever holds all connections must not keep the portal from stopping.
        let (place, accepted) = tokio::select! {
            biased;
            () = &mut stop => break,
            next = next(&listener, &room) => next?,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, most likely: the next connection that closes gives one back.
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(with_peer(router.clone(), peer));
        let connection = connections.watch(server.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // What breaks a connection is the client's affair.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(GRACE, connections.shutdown()).await.is_err() {
        tracing::warn!("some requests were cut off");
    }
    Ok(())
}

/// The next connection, once there is room for it.
async fn next(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> Result<(OwnedSemaphorePermit, io::Result<(TcpStream, SocketAddr)>)> {
    let place = Arc::clone(room).acquire_owned().await?;
    Ok((place, listener.accept().await))
}

fn with_peer(
    router: Router,
    peer: SocketAddr,
) -> impl tower::Service<hyper::Request<Incoming>, Response = axum::response::Response, Error = std::convert::Infallible, Future: Send>
+ Clone
+ Send {
    router.map_request(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request.map(Body::new)
    })
}

#[cfg(test)]
mod tests {
    use tokio::{io::AsyncReadExt, sync::oneshot, time::timeout};

    use super::*;

    #[tokio::test]
    async fn whoever_holds_all_connections_keeps_the_portal_from_stopping_no_longer_than_others() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(serve_at_most(1, listener, Router::new(), async move {
            let _ = stopped.await;
        }));
        let mut held = TcpStream::connect(address).await.unwrap();
        let mut waits = TcpStream::connect(address).await.unwrap();
        assert!(timeout(Duration::from_millis(300), waits.read_u8()).await.is_err(), "it is not served, and not turned away");
        stop.send(()).unwrap();
        timeout(Duration::from_secs(5), serving).await.unwrap().unwrap().unwrap();
        assert!(held.read_u8().await.is_err() && waits.read_u8().await.is_err());
    }
}
