package org.stellaops.attestor.postgres;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import org.stellaops.attestor.connectionstring.ConnectionTarget;

/**
 * A connection pooler like PgBouncer in transaction mode: every transaction of a client goes to the
 * server connection that was used last. The login of a client is passed to a new server connection,
 * which serves all clients from then on.
 */
public final class TransactionPooler implements Closeable {
  private static final int SSL_REQUEST = 80877103;

  private final ServerSocket listener;
  private final int serverPort;
  private final BlockingDeque<Server> idle = new LinkedBlockingDeque<>();
  private final List<Closeable> sockets = new ArrayList<>();

  /** Listens on a free port of the loopback address. */
  public TransactionPooler(ConnectionTarget server) throws IOException {
    serverPort = URI.create(server.jdbcUrl().substring("jdbc:".length())).getPort();
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** How to connect to this database through the pooler. */
  public ConnectionTarget through(ConnectionTarget server) {
    return ConnectionTarget.parse(
            server.toString().replace(":" + serverPort, ":" + listener.getLocalPort()))
        .withPassword(server.properties().getProperty("password"));
  }

  private interface Task {
    void run() throws IOException, InterruptedException;
  }

  private record Server(DataInputStream in, DataOutputStream out) {
    static Server of(Socket socket) throws IOException {
      return new Server(
          new DataInputStream(socket.getInputStream()),
          new DataOutputStream(socket.getOutputStream()));
    }
  }

  private record Message(int type, byte[] body) {
    static Message read(DataInputStream in) throws IOException {
      int type = in.readUnsignedByte();
      return new Message(type, in.readNBytes(in.readInt() - 4));
    }

    void write(DataOutputStream out) throws IOException {
      out.writeByte(type);
      out.writeInt(body.length + 4);
      out.write(body);
      out.flush();
    }
  }

  private static void start(Task task) {
    Thread thread =
        new Thread(() -> {
          try {
            task.run();
          } catch (IOException | InterruptedException e) {
            // the client or the test has finished
          }
        });
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket socket = keep(listener.accept());
      start(() -> serve(Server.of(socket)));
    }
  }

  private synchronized Socket keep(Socket socket) {
    sockets.add(socket);
    return socket;
  }

  private void serve(Server client) throws IOException, InterruptedException {
    byte[] startup = client.in().readNBytes(client.in().readInt() - 4);
    if (new DataInputStream(new ByteArrayInputStream(startup)).readInt() == SSL_REQUEST) {
      client.out().writeByte('N');
      client.out().flush();
      startup = client.in().readNBytes(client.in().readInt() - 4);
    }
    login(client, startup);
    while (true) {
      Message message = Message.read(client.in());
      if (message.type() == 'X') {
        return;
      }
      Server server = idle.takeFirst();
      int status = transact(client, server, message);
      while (status != 'I') {
        status = transact(client, server, Message.read(client.in()));
      }
      idle.putFirst(server);
    }
  }

  private void login(Server client, byte[] startup) throws IOException {
    Server server = Server.of(keep(new Socket(InetAddress.getLoopbackAddress(), serverPort)));
    server.out().writeInt(startup.length + 4);
    server.out().write(startup);
    server.out().flush();
    Message answer = Message.read(server.in());
    answer.write(client.out());
    while (answer.type() != 'Z') {
      boolean needsAnswer =
          answer.type() == 'R' && List.of(10, 11).contains((int) answer.body()[3]);
      if (needsAnswer) {
        Message.read(client.in()).write(server.out());
      }
      answer = Message.read(server.in());
      answer.write(client.out());
    }
    idle.addFirst(server);
  }

  /** Passes on messages to the next synchronization; returns the state of the transaction. */
  private static int transact(Server client, Server server, Message first) throws IOException {
    Message message = first;
    message.write(server.out());
    while (message.type() != 'S' && message.type() != 'Q') {
      message = Message.read(client.in());
      message.write(server.out());
    }
    Message answer = Message.read(server.in());
    answer.write(client.out());
    while (answer.type() != 'Z') {
      answer = Message.read(server.in());
      answer.write(client.out());
    }
    return answer.body()[0];
  }

  @Override
  public synchronized void close() throws IOException {
    listener.close();
    for (Closeable socket : sockets) {
      socket.close();
    }
  }
}
