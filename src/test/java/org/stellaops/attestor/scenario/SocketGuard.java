package org.stellaops.attestor.scenario;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ProtocolFamily;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.nio.channels.spi.SelectorProvider;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import org.stellaops.attestor.cli.Stella;
import picocli.CommandLine;

/**
 * A process in which no socket of any kind can be opened without being noticed: it takes the place
 * of everything by which the Java platform makes one. It runs a command and ends with its status,
 * or with {@link #OPENED} if there was a socket; with {@code --open} it opens one of each kind.
 */
final class SocketGuard {
  static final int OPENED = 99;

  private static final List<String> SEEN = new CopyOnWriteArrayList<>();

  private SocketGuard() {}

  /** The options with which Java must be started for this. */
  static List<String> javaOptions() {
    return List.of(
        "-Djava.nio.channels.spi.SelectorProvider=" + Channels.class.getName(),
        "-Djava.nio.channels.spi.AsynchronousChannelProvider=" + Asynchronous.class.getName());
  }

  @SuppressWarnings("deprecation") // the only way to stand in for plain sockets
  public static void main(String[] args) throws IOException {
    Socket.setSocketImplFactory(() -> seen("socket"));
    ServerSocket.setSocketFactory(() -> seen("server socket"));
    DatagramSocket.setDatagramSocketImplFactory(() -> seen("datagram socket"));
    int status;
    if (args[0].equals("--open")) {
      status = openOneOfEach();
    } else {
      CommandLine stella = Stella.commandLine();
      status = stella.execute(args);
    }
    SEEN.forEach(kind -> System.out.println("opened: " + kind));
    System.exit(SEEN.isEmpty() ? status : OPENED);
  }

  private static int openOneOfEach() {
    attempt(() -> new Socket("127.0.0.1", 9));
    attempt(() -> new ServerSocket(0));
    attempt(DatagramSocket::new);
    attempt(SocketChannel::open);
    attempt(ServerSocketChannel::open);
    attempt(DatagramChannel::open);
    attempt(AsynchronousSocketChannel::open);
    attempt(AsynchronousServerSocketChannel::open);
    return 0;
  }

  private interface Opening {
    AutoCloseable open() throws IOException;
  }

  private static void attempt(Opening opening) {
    try {
      opening.open();
    } catch (IOException | RuntimeException e) {
      // it was seen, or it will be missed
    }
  }

  private static <T> T seen(String kind) {
    SEEN.add(kind);
    throw new IllegalStateException("a " + kind + " is opened");
  }

  /** Stands in for whatever makes channels; public, because the platform makes one of it. */
  public static final class Channels extends SelectorProvider {
    @Override
    public DatagramChannel openDatagramChannel() {
      return seen("datagram channel");
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) {
      return seen("datagram channel");
    }

    @Override
    public Pipe openPipe() {
      return seen("pipe");
    }

    @Override
    public AbstractSelector openSelector() {
      return seen("selector");
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() {
      return seen("server channel");
    }

    @Override
    public SocketChannel openSocketChannel() {
      return seen("channel");
    }

    @Override
    public SocketChannel openSocketChannel(ProtocolFamily family) {
      return seen("channel");
    }

    @Override
    public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) {
      return seen("server channel");
    }
  }

  /** The same for channels that call back. */
  public static final class Asynchronous extends AsynchronousChannelProvider {
    @Override
    public AsynchronousChannelGroup openAsynchronousChannelGroup(int threads, ThreadFactory of) {
      return seen("channel group");
    }

    @Override
    public AsynchronousChannelGroup openAsynchronousChannelGroup(ExecutorService of, int size) {
      return seen("channel group");
    }

    @Override
    public AsynchronousServerSocketChannel openAsynchronousServerSocketChannel(
        AsynchronousChannelGroup group) {
      return seen("asynchronous server channel");
    }

    @Override
    public AsynchronousSocketChannel openAsynchronousSocketChannel(AsynchronousChannelGroup group) {
      return seen("asynchronous channel");
    }
  }
}
