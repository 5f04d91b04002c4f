import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Collectors;

/** Java's own client as it is: over plain text it offers HTTP/2 (`Upgrade: h2c`) with its requests. */
class DefaultClient {
  public static void main(String[] args) throws Exception {
    var base = args[0];
    var client = HttpClient.newHttpClient();
    var registration = HttpRequest.newBuilder(URI.create(base + "/v1/register"))
        .header("content-type", "application/json")
        .POST(BodyPublishers.ofString("{\"name\":\"java\",\"password\":\"pw\"}"))
        .build();
    var answer = client.send(registration, BodyHandlers.ofString());
    var token = answer.body().replaceAll("(?s).*\"token\":\"([^\"]+)\".*", "$1");
    var events = HttpRequest.newBuilder(URI.create(base + "/v1/events"))
        .header("authorization", "Bearer " + token)
        .build();
    var stream = client.send(events, BodyHandlers.ofLines());
    var type = stream.body().filter(line -> line.startsWith("event:")).limit(1).collect(Collectors.joining());
    System.out.println(answer.statusCode() + " " + stream.statusCode() + " " + type);
    // The client would wait for the rest of the stream.
    System.exit(0);
  }
}
