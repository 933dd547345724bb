package distilbench.benchmark;

import distilbench.corpus.Call;
import distilbench.corpus.NumberedText;
import distilbench.engine.Engine;
import distilbench.inference.BatchLimits;
import distilbench.inference.TextTokenizer;
import distilbench.model.ModelVariant;
import distilbench.section.MeasuredSection;
import distilbench.section.Work;
import java.util.List;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/** The model's tokenizer, open, and each thread's place in the corpus. */
@State(Scope.Thread)
public class OpenTokenizer {
  private static final BatchLimits UNPADDED = BatchLimits.ofTexts(1);

  private List<Part> parts;
  private TextTokenizer tokenizer;
  private int next;

  @Setup(Level.Trial)
  public void open(CorpusParameters corpus, BenchmarkParams jmh) {
    ForkedJvm.watchParent(jmh);
    Workload workload = Workload.load(corpus.settings(Engine.OWN, ModelVariant.AS_PREPARED, false));
    List<Call> calls = workload.calls(1);
    parts = calls.stream().map(call -> Part.of(call, workload)).toList();
    MeasuredSection section = MeasuredSection.current();
    section.opening();
    long started = System.nanoTime();
    tokenizer = TextTokenizer.open(workload.model());
    double seconds = (System.nanoTime() - started) / 1e9;
    section.opened(seconds, calls.get(0).numbered().size(), true, List.of());
  }

  @Setup(Level.Iteration)
  public void beginSection() {
    MeasuredSection.current().begin();
  }

  @TearDown(Level.Iteration)
  public void endSection() {
    MeasuredSection.current().end();
  }

  @TearDown(Level.Trial)
  public void close() {
    tokenizer.close();
  }

  void nextCall() {
    Part part = parts.get(next);
    for (int i = 0; i < part.numbered().size(); i++) {
      NumberedText text = part.numbered().get(i);
      int found = tokenizer.encode(text.text()).length;
      if (found != part.tokens().get(i)) {
        throw new IllegalStateException(
            String.format(
                "text %d: expected %d tokens, found %d",
                text.number(), part.tokens().get(i), found));
      }
    }
    MeasuredSection.current().count(part.work());
    next = (next + 1) % parts.size();
  }

  /** One call with what must come out, looked up beforehand. */
  private record Part(List<NumberedText> numbered, List<Integer> tokens, Work work) {
    static Part of(Call call, Workload workload) {
      return new Part(
          call.numbered(),
          call.numbered().stream().map(workload::tokens).toList(),
          workload.work(call, UNPADDED));
    }
  }
}
