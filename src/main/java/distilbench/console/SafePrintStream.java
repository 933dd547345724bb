package distilbench.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * A stream to people: whatever is printed, by whomever, arrives as {@link TerminalText}. Only
 * {@link #control} commands the terminal. Bytes that are written to it must be UTF-8.
 */
public final class SafePrintStream extends PrintStream {
  private final OutputStream target;

  /**
   * @param target where the text goes
   * @param text what its readers understand
   */
  public SafePrintStream(OutputStream target, TerminalText text) {
    super(new Escape(target, text), true, StandardCharsets.UTF_8);
    this.target = target;
  }

  /** Standard output; closing it only flushes. */
  public static SafePrintStream output() {
    return of(FileDescriptor.out, TerminalText.ofOutput());
  }

  /** Standard error; closing it only flushes. */
  public static SafePrintStream errors() {
    return of(FileDescriptor.err, TerminalText.ofErrors());
  }

  private static SafePrintStream of(FileDescriptor stream, TerminalText text) {
    return new SafePrintStream(new Unclosed(stream), text);
  }

  /** Has System.out and System.err be safe, for whatever this process prints from now on. */
  public static void install() {
    System.setOut(output());
    System.setErr(errors());
  }

  /**
   * Commands the terminal.
   *
   * @param sequence ASCII, known to the program and from no file
   */
  public void control(String sequence) {
    synchronized (this) {
      flush();
      try {
        target.write(sequence.getBytes(StandardCharsets.US_ASCII));
        target.flush();
      } catch (IOException e) {
        setError();
      }
    }
  }

  /** A standard stream, which belongs to the whole process. */
  private static final class Unclosed extends FileOutputStream {
    private Unclosed(FileDescriptor stream) {
      super(stream);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  /** Takes UTF-8, and keeps the beginning of a letter until the rest comes. */
  private static final class Escape extends OutputStream {
    private static final int LONGEST_LETTER = 4;

    private final OutputStream target;
    private final TerminalText text;
    private final CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private ByteBuffer begun = ByteBuffer.allocate(LONGEST_LETTER);

    /** A carriage return is harmless if a line feed follows. */
    private String held = "";

    private Escape(OutputStream target, TerminalText text) {
      this.target = target;
      this.text = text;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer in = ByteBuffer.allocate(begun.position() + length);
      in.put(begun.flip()).put(bytes, offset, length).flip();
      CharBuffer letters = CharBuffer.allocate(in.remaining() + 1);
      CoderResult rest = decoder.decode(in, letters, false);
      assert rest.isUnderflow();
      begun.clear().put(in);
      String printed = held + letters.flip();
      held = printed.endsWith("\r") ? "\r" : "";
      String now = printed.substring(0, printed.length() - held.length());
      target.write(text.lines(now).getBytes(text.charset()));
    }

    @Override
    public void flush() throws IOException {
      target.flush();
    }

    @Override
    public void close() throws IOException {
      target.write(text.lines(held).getBytes(text.charset()));
      target.close();
    }
  }
}
