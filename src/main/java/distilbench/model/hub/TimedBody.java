package distilbench.model.hub;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What a server sends, piece by piece, each waited for so long and no longer. A piece is asked for
 * when the one before it is taken.
 */
final class TimedBody implements BodySubscriber<TimedBody>, AutoCloseable {
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private Flow.Subscription subscription;
  private boolean closed;

  /** A piece; or the end, with what it was if it was none in order. */
  private record Event(List<ByteBuffer> piece, boolean end, Throwable failure) {}

  @Override
  public CompletionStage<TimedBody> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription begun) {
    subscription = begun;
    if (closed) {
      subscription.cancel();
    } else {
      subscription.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> piece) {
    events.add(new Event(piece, false, null));
  }

  @Override
  public void onError(Throwable failure) {
    events.add(new Event(List.of(), true, failure));
  }

  @Override
  public void onComplete() {
    events.add(new Event(List.of(), true, null));
  }

  /**
   * Waits for the next piece.
   *
   * @return nothing at the end
   * @throws HttpTimeoutException if nothing comes in time
   * @throws IOException if the connection breaks off
   */
  List<ByteBuffer> next(Duration limit) throws IOException, InterruptedException {
    Event event = events.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (event == null) {
      throw new HttpTimeoutException("nothing for " + limit);
    } else if (event.failure() != null) {
      throw new IOException(event.failure().getMessage(), event.failure());
    } else if (!event.end()) {
      request();
    }
    return event.piece();
  }

  private synchronized void request() {
    subscription.request(1);
  }

  /** Gives up what has not come yet. */
  @Override
  public synchronized void close() {
    closed = true;
    if (subscription != null) {
      subscription.cancel();
    }
  }
}
