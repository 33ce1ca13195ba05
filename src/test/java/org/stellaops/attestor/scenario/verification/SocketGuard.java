package org.stellaops.attestor.scenario.verification;

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
import org.stellaops.attestor.cli.main.Stella;
import picocli.CommandLine;

/**
 * A process in which no socket of any kind can be opened without being noticed: it takes the place
 * of everything by which the Java platform makes one. It runs a command and ends with its status,
 * or with {@link #SOCKET_OPENED} if there was a socket; with {@code --open} it opens one of each
 * kind.
 */
final class SocketGuard {
  static final int SOCKET_OPENED = 99;

  private static final List<String> OPENED_SOCKETS = new CopyOnWriteArrayList<>();

  private SocketGuard() {}

  /** The options with which Java must be started for this. */
  static List<String> javaOptions() {
    return List.of(
        "-Djava.nio.channels.spi.SelectorProvider=" + Channels.class.getName(),
        "-Djava.nio.channels.spi.AsynchronousChannelProvider=" + Asynchronous.class.getName());
  }

  @SuppressWarnings("deprecation") // the only way to stand in for plain sockets
  public static void main(String[] args) throws IOException {
    Socket.setSocketImplFactory(() -> recordOpen("socket"));
    ServerSocket.setSocketFactory(() -> recordOpen("server socket"));
    DatagramSocket.setDatagramSocketImplFactory(() -> recordOpen("datagram socket"));
    int status;
    if (args[0].equals("--open")) {
      status = openOneOfEachKind();
    } else {
      CommandLine stella = Stella.commandLine();
      status = stella.execute(args);
    }
    OPENED_SOCKETS.forEach(kind -> System.out.println("opened: " + kind));
    System.exit(OPENED_SOCKETS.isEmpty() ? status : SOCKET_OPENED);
  }

  private static int openOneOfEachKind() {
    tryOpen(() -> new Socket("127.0.0.1", 9));
    tryOpen(() -> new ServerSocket(0));
    tryOpen(DatagramSocket::new);
    tryOpen(SocketChannel::open);
    tryOpen(ServerSocketChannel::open);
    tryOpen(DatagramChannel::open);
    tryOpen(AsynchronousSocketChannel::open);
    tryOpen(AsynchronousServerSocketChannel::open);
    return 0;
  }

  private interface SocketOpener {
    AutoCloseable open() throws IOException;
  }

  private static void tryOpen(SocketOpener opener) {
    try {
      opener.open();
    } catch (IOException | RuntimeException e) {
      // it was seen, or it will be missed
    }
  }

  private static <T> T recordOpen(String kind) {
    OPENED_SOCKETS.add(kind);
    throw new IllegalStateException("a " + kind + " is opened");
  }

  /** Stands in for whatever makes channels; public, because the platform makes one of it. */
  public static final class Channels extends SelectorProvider {
    @Override
    public DatagramChannel openDatagramChannel() {
      return recordOpen("datagram channel");
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) {
      return recordOpen("datagram channel");
    }

    @Override
    public Pipe openPipe() {
      return recordOpen("pipe");
    }

    @Override
    public AbstractSelector openSelector() {
      return recordOpen("selector");
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() {
      return recordOpen("server channel");
    }

    @Override
    public SocketChannel openSocketChannel() {
      return recordOpen("channel");
    }

    @Override
    public SocketChannel openSocketChannel(ProtocolFamily family) {
      return recordOpen("channel");
    }

    @Override
    public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) {
      return recordOpen("server channel");
    }
  }

  /** The same for channels that call back. */
  public static final class Asynchronous extends AsynchronousChannelProvider {
    @Override
    public AsynchronousChannelGroup openAsynchronousChannelGroup(int threads, ThreadFactory of) {
      return recordOpen("channel group");
    }

    @Override
    public AsynchronousChannelGroup openAsynchronousChannelGroup(ExecutorService of, int size) {
      return recordOpen("channel group");
    }

    @Override
    public AsynchronousServerSocketChannel openAsynchronousServerSocketChannel(
        AsynchronousChannelGroup group) {
      return recordOpen("asynchronous server channel");
    }

    @Override
    public AsynchronousSocketChannel openAsynchronousSocketChannel(AsynchronousChannelGroup group) {
      return recordOpen("asynchronous channel");
    }
  }
}
