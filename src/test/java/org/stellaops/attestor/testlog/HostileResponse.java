package org.stellaops.attestor.testlog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/**
 * Responses of a server that lies, sends too much, or sends too slowly, as bytes on the wire. Some
 * servers never end their response; a client has to.
 *
 * @param name for reports
 * @param head sent at once
 * @param repeated sent again and again after the head; empty if the response ends with the head
 * @param pauseMillis the time between two repetitions
 */
public record HostileResponse(String name, byte[] head, byte[] repeated, int pauseMillis) {
  private static final int DRIBBLE = 100;
  private static final int FLOOD = 0;
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String GZIP = OK + "Content-Encoding: gzip\r\n\r\n";
  private static final String GZIP_HEAD = "\u001f\u008b\b\0\0\0\0\0\0\u00ff";
  private static final String EMPTY_MEMBER = GZIP_HEAD + "\u0003\0\0\0\0\0\0\0\0\0";
  private static final String BLOCK = "x".repeat(4096);

  /** All kinds for a server that speaks HTTP. */
  public static List<HostileResponse> plain() {
    return List.of(
        // status line
        flood("endless status line", "HTTP/1.1 200 ", BLOCK),
        flood("endless HTTP version", "HTTP/1.", "1".repeat(4096)),
        flood("no HTTP, without line ends", "", BLOCK),
        flood("no HTTP, in lines", "", "hello\r\n".repeat(500)),
        flood("endless empty lines", "", "\r\n".repeat(2000)),
        once("an unknown status", "HTTP/1.1 999 Odd\r\n\r\n"),
        once("a negative status", "HTTP/1.1 -20 Odd\r\n\r\n"),
        once("a status of 20 digits", "HTTP/1.1 20000000000000000000 OK\r\n\r\n"),
        once("an unknown version", "HTTP/9.9 200 OK\r\n\r\n"),
        once("a version of HTTP/2", "HTTP/2 200 OK\r\n\r\n"),
        once("HTTP/0.9", "checkpoint.example\n1\nAAAA\n"),
        once("an FTP greeting", "220 ftp.example ready\r\n"),
        once("an SSH greeting", "SSH-2.0-OpenSSH_9.2\r\n"),
        once("a TLS alert", "\u0015\u0003\u0001\0\u0002\u0002\u0028"),
        once("nothing and the end", ""),
        once("half a status line", "HTTP/1.1 20"),
        dribble("nothing at all", "", ""),
        dribble("a dribbling status line", "HTTP/1.1 200 ", "x"),
        dribble("dribbling empty lines", "", "\r\n"),
        // header
        flood("endless header line", OK + "X-A: ", BLOCK),
        flood("endless header name", OK, BLOCK),
        flood("endless headers", OK, "X-A: b\r\n".repeat(500)),
        flood("endless Set-Cookie", OK, "Set-Cookie: a=b\r\n".repeat(500)),
        flood("endless folded header", OK + "X-A: b\r\n", " folded\r\n".repeat(500)),
        once("101 headers", OK + "X-A: b\r\n".repeat(101) + "\r\n"),
        once("a header of 8193 bytes", OK + "X-A: " + "x".repeat(8193) + "\r\n\r\n"),
        once("a header without a colon", OK + "Nonsense\r\n\r\n"),
        once("half a header", OK + "Content-Le"),
        dribble("a dribbling header line", OK + "X-A: ", "a"),
        dribble("dribbling headers", OK, "X: y\r\n"),
        dribble("a dribbling folded header", OK + "X-A: b\r\n", " f\r\n"),
        // 1xx
        flood("endless 100 Continue", "", "HTTP/1.1 100 Continue\r\n\r\n".repeat(100)),
        flood("endless 103 Early Hints", "", "HTTP/1.1 103 Hints\r\nLink: x\r\n\r\n".repeat(100)),
        dribble("dribbling 100 Continue", "", "HTTP/1.1 100 Continue\r\n\r\n"),
        dribble("dribbling 102 Processing", "", "HTTP/1.1 102 Processing\r\n\r\n"),
        once("101 Switching Protocols", "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\n\r\n"),
        dribble("101 to TLS", "HTTP/1.1 101 Switching\r\nUpgrade: TLS/1.2\r\n\r\n", ""),
        // length and body
        once("a negative length", OK + "Content-Length: -1\r\n\r\nx"),
        once("a length of 30 digits", OK + "Content-Length: " + "9".repeat(30) + "\r\n\r\nx"),
        once("two lengths", OK + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx"),
        once("a length that is no number", OK + "Content-Length: many\r\n\r\nx"),
        once("less than the length", OK + "Content-Length: 100\r\n\r\nx"),
        flood("more than any file", OK + "Content-Length: 9223372036854775807\r\n\r\n", BLOCK),
        flood("an endless body without length", OK + "\r\n", BLOCK),
        dribble("a dribbling body", OK + "Content-Length: 100000\r\n\r\n", "x"),
        dribble("a dribbling body without length", OK + "\r\n", "x"),
        dribble("a body that stops", OK + "Content-Length: 100\r\n\r\nx", ""),
        once(
            "204 with a length",
            "HTTP/1.1 204 No Content\r\nConnection: close\r\nContent-Length: 10\r\n\r\n"),
        once(
            "206 Partial Content",
            "HTTP/1.1 206 Partial\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx"),
        once("304 Not Modified", "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"),
        // error pages and redirects
        flood("an endless 404 page", "HTTP/1.1 404 Not Found\r\n\r\n", BLOCK),
        flood("an endless 500 page", "HTTP/1.1 500 Error\r\n\r\n", BLOCK),
        dribble("a dribbling 404 page", "HTTP/1.1 404 Not Found\r\n\r\n", "x"),
        dribble("a dribbling 503 page", "HTTP/1.1 503 Busy\r\n\r\n", "x"),
        once("Retry-After of a wrong form", busy("soon")),
        once("a redirect to itself", redirect("/checkpoint")),
        once("a redirect to a file", redirect("file:///etc/passwd")),
        once("a redirect to nowhere", redirect("")),
        once("401 without a scheme", "HTTP/1.1 401 No\r\nConnection: close\r\n\r\n"),
        once("407 of a server", "HTTP/1.1 407 No\r\nConnection: close\r\n\r\n"),
        once("a captive portal", OK + "Connection: close\r\n\r\n<html>log in!</html>"),
        // chunks
        flood("endless chunk size", CHUNKED, "0".repeat(4096)),
        flood("endless chunk extension", CHUNKED + "1;", BLOCK),
        flood("endless chunks", CHUNKED, "1000\r\n" + BLOCK + "\r\n"),
        flood("endless trailers", CHUNKED + "1\r\nx\r\n0\r\n", "X-T: y\r\n".repeat(500)),
        flood("endless trailer line", CHUNKED + "1\r\nx\r\n0\r\nX-T: ", BLOCK),
        once("a negative chunk", CHUNKED + "-5\r\nx\r\n"),
        once("a chunk size of 17 digits", CHUNKED + "fffffffffffffffff\r\nx\r\n"),
        once("a chunk size that is no number", CHUNKED + "zz\r\nx\r\n"),
        once("a chunk without its end", CHUNKED + "1\r\nxyz"),
        dribble("a dribbling chunk size", CHUNKED, "0"),
        dribble("chunks of one byte", CHUNKED, "1\r\nx\r\n"),
        dribble("a dribbling trailer", CHUNKED + "1\r\nx\r\n0\r\nX-T: ", "t"),
        dribble("dribbling trailers", CHUNKED + "1\r\nx\r\n0\r\n", "X: t\r\n"),
        // compression
        once("gzip that is none", GZIP + "not compressed"),
        once("an unknown encoding", OK + "Content-Encoding: rot13\r\n\r\nx"),
        once("six encodings", OK + "Content-Encoding: gzip, gzip, gzip, gzip, gzip, gzip\r\n\r\nx"),
        paced("gzip with an endless name", GZIP + GZIP_HEAD.replace("\b\0", "\b\b"), "name"),
        paced("gzip of empty members", GZIP, EMPTY_MEMBER),
        flood("a flood of empty gzip members", GZIP, EMPTY_MEMBER.repeat(500)),
        paced("gzip of empty blocks", GZIP + GZIP_HEAD, "\0\0\0\u00ff\u00ff"),
        dribble("dribbling gzip of empty blocks", GZIP + GZIP_HEAD, "\0\0\0\u00ff\u00ff"),
        dribble("deflate that stops", OK + "Content-Encoding: deflate\r\n\r\n\u0078\u009c", ""),
        new HostileResponse(
            "a gzip bomb", bytes(GZIP), Gzip.compressRepeated(new byte[1 << 20], 1), FLOOD));
  }

  /** After this one, a polite client sends no request to the same server for a long time. */
  public static List<HostileResponse> lastOnes() {
    return List.of(once("Retry-After of a million years", busy("31536000000000")));
  }

  /** All kinds for a server that is expected to speak TLS. */
  public static List<HostileResponse> tls() {
    String longRecord = "\u0016\u0003\u0003\u003f\u00ff";
    return List.of(
        dribble("TLS: nothing at all", "", ""),
        dribble("TLS: a record that stops", longRecord, ""),
        dribble("TLS: a dribbling record", longRecord, "\u0002"),
        dribble("TLS: a dribbling handshake", "", "\u0016\u0003\u0003\0\u0001\u0002"),
        dribble("TLS: dribbling warnings", "", "\u0015\u0003\u0003\0\u0002\u0001\u005a"),
        dribble("TLS: dribbling empty records", "", "\u0016\u0003\u0003\0\0"),
        paced("TLS: endless warnings", "", "\u0015\u0003\u0003\0\u0002\u0001\u005a"),
        paced("TLS: endless empty records", "", "\u0016\u0003\u0003\0\0"),
        paced("TLS: endless noise", "", BLOCK),
        once("TLS: a server without TLS", "HTTP/1.1 400 Bad Request\r\n\r\n"),
        once("TLS: nothing and the end", ""),
        once("TLS: a record of an unknown version", "\u0016\u0009\u0009\0\u0001\u0002"));
  }

  /** Whether the server closes the connection after the head. */
  boolean isFinished() {
    return repeated.length == 0 && pauseMillis == FLOOD;
  }

  @Override
  public String toString() {
    return name;
  }

  private static String busy(String retryAfter) {
    return "HTTP/1.1 503 Busy\r\nRetry-After: " + retryAfter + "\r\nConnection: close\r\n\r\n";
  }

  private static String redirect(String location) {
    return "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nConnection: close\r\n\r\n";
  }

  private static HostileResponse once(String name, String head) {
    return new HostileResponse(name, bytes(head), new byte[0], FLOOD);
  }

  private static HostileResponse flood(String name, String head, String repeated) {
    return new HostileResponse(name, bytes(head), bytes(repeated), FLOOD);
  }

  /** A flood of some 4 MB per second, for what a client has to read until its deadline. */
  private static HostileResponse paced(String name, String head, String repeated) {
    return new HostileResponse(
        name, bytes(head), bytes(repeated.repeat(4096 / repeated.length())), 1);
  }

  private static HostileResponse dribble(String name, String head, String repeated) {
    return new HostileResponse(name, bytes(head), bytes(repeated), DRIBBLE);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
