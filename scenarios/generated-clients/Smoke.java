import com.fasterxml.jackson.databind.ObjectMapper;
import com.posthorn.api.AccountsApi;
import com.posthorn.api.MessagesApi;
import com.posthorn.client.ApiClient;
import com.posthorn.client.ApiException;
import com.posthorn.model.ErrorResponse;
import com.posthorn.model.LoginRequest;
import com.posthorn.model.RegisterRequest;
import com.posthorn.model.SendDirectRequest;
import com.posthorn.model.UserIdOrName;
import java.util.Map;

/** Talks to the server at args[0] with the client that was generated, and prints what came of it as JSON. */
public class Smoke {
  public static void main(String[] args) throws Exception {
    var client = new ApiClient();
    client.updateBaseUri(args[0]);
    var accounts = new AccountsApi(client);
    for (var name : new String[] {"java-ann", "java-bob"}) {
      accounts.register(new RegisterRequest().name(name).password("but-soft"));
    }
    var login = accounts.login(new LoginRequest().name("java-ann").password("but-soft"));
    client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + login.getToken()));

    var messages = new MessagesApi(client);
    var first = messages.sendDirect(hello("java-bob"), "hello-1", null);
    var second = messages.sendDirect(hello("java-bob"), "hello-1", null);
    var batch = messages.readMessages(first.getConversation(), null, null, 10L, null, null);
    var json = new ObjectMapper();
    var code = "";
    try {
      messages.sendDirect(hello("java-nobody"), null, null);
    } catch (ApiException refused) {
      code = json.readValue(refused.getResponseBody(), ErrorResponse.class).getError().getCode();
    }
    System.out.println(json.writeValueAsString(Map.of(
        "user", login.getUser().getName(),
        "isSameAck", first.equals(second),
        "texts", batch.getMessages().stream().map(message -> message.getContent().getText()).toList(),
        "code", code)));
  }

  private static SendDirectRequest hello(String to) {
    return new SendDirectRequest().to(new UserIdOrName(to)).text("hello");
  }
}
